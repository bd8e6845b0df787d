import { z } from 'zod';

export const WorkloadSpec = z
  .object({
    command: z.array(z.string().min(1)).min(1).max(100),
    cwd: z.string().startsWith('/').optional(),
    env: z.record(z.string(), z.string()).default({}),
  })
  .strict();
export type WorkloadSpec = z.infer<typeof WorkloadSpec>;

/** The workloads file, YAML or JSON: name -> how to run it. */
export const WorkloadSpecs = z.record(z.string().min(1).max(100), WorkloadSpec);
