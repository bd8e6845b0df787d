import { z } from 'zod';
import { Instant } from './time.ts';

/** What a runner says it would do, found out without doing it. */
export const DryRun = z.object({
  at: Instant,
  /** The exact calls, one a line, e.g. `PATCH /apis/apps/v1/namespaces/shop/deployments/web {"spec":{"replicas":4}}`. */
  calls: z.array(z.string().max(2_000)).min(1).max(20),
  /** What would be different afterwards. */
  changes: z.array(z.object({ what: z.string().max(200), from: z.string().max(1_000), to: z.string().max(1_000) })).max(50),
  /** State that the action counts on, part of what an approval is bound to; a runner refuses when the target is no longer like this. */
  pins: z.record(z.string().max(100), z.string().max(1_000)),
  reversible: z.boolean(),
  /** The call that would undo it; null where nothing would. */
  rollback: z.string().max(2_000).nullable(),
});
export type DryRun = z.infer<typeof DryRun>;
