import { z } from 'zod';

const Name = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:@/-]*$/, 'letters, digits and . _ : @ / - only');

/** Who a thing is: derived once, in metrics-ingest, from labels and the authenticated source. */
export const EntityRef = z.object({
  environment: Name,
  kind: z.enum(['host', 'service', 'workload', 'container', 'pod', 'database', 'target']),
  id: Name,
});
export type EntityRef = z.infer<typeof EntityRef>;

/** Stable text form, `environment/kind/id`, for map keys, hashes and logs. */
export const entityKey = (e: EntityRef): string => `${e.environment}/${e.kind}/${e.id}`;
export const sameEntity = (a: EntityRef, b: EntityRef): boolean => entityKey(a) === entityKey(b);
