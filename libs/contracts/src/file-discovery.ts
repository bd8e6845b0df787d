import { z } from 'zod';
import { LabelName, RelabelRule, ScrapeTarget } from './requests/targets.ts';

/** What a file of targets holds, as Prometheus' `file_sd_configs` read it: addresses `host:port`, and labels of all of them. */
export const TargetGroups = z.array(
  z.object({
    targets: z.array(z.string().min(1).max(500)).max(10_000),
    labels: z.record(LabelName, z.coerce.string().max(1024)).default({}),
  }),
);
export type TargetGroups = z.infer<typeof TargetGroups>;

const { intervalMs, timeoutMs, relabel, sampleLimit, honorTimestamps, honorLabels, bodySizeLimit } = ScrapeTarget.shape;

/** Targets that files list; each speaks for the thing that its labels name. */
export const FileDiscovery = z
  .object({
    /** The `job` label unless relabelling says otherwise. */
    job: ScrapeTarget.shape.job,
    /** Paths that end in .json, .yml or .yaml; the last part may hold `*`. Relative ones begin where TARGETS_FILE lies. */
    files: z
      .array(z.string().regex(/^[^*]*(\*[^/]*)?\.(json|yml|yaml)$/))
      .min(1)
      .max(100),
    scheme: z.enum(['http', 'https']).default('http'),
    metricsPath: z.string().startsWith('/').max(1024).default('/metrics'),
    /** What becomes of a target's labels, `__address__`, `__scheme__`, `__metrics_path__`, `__param_<name>`, `__meta_filepath` among them. */
    targetRelabel: z.array(RelabelRule).max(50).default([]),
    ...{ intervalMs, timeoutMs, relabel, sampleLimit, honorTimestamps, honorLabels, bodySizeLimit },
  })
  .strict();
export type FileDiscovery = z.infer<typeof FileDiscovery>;
