import { entityKey, InventoryEntry, RunnerSpec } from '@cloudops/contracts';
import { z } from 'zod';

const Entry = InventoryEntry.extend({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'letters, digits and . _ - only'),
  /** What nothing can act on must not be promised. */
  runner: RunnerSpec.refine(({ kind }) => kind === 'supervisor', { path: ['kind'], message: 'only supervisor can act yet' }),
}).strict();

/** Runners of one socket must be told apart by what they name there; the helper knows the ids themselves. */
const reach = ({ runner }: z.output<typeof Entry>): string | undefined =>
  runner.kind === 'supervisor' ? `workload ${runner.workload} at ${runner.socket}` : undefined;

/** The things that may be acted on. Ids, entities and workloads are unique: one thing has one entry, hence one lease and one cooldown. */
export const Inventory = z
  .object({ entries: z.array(Entry).max(10_000) })
  .strict()
  .superRefine(({ entries }, ctx) => {
    const seen = new Set<string>();
    entries.forEach((entry, i) => {
      for (const [key, field] of [
        [`id ${entry.id}`, 'id'],
        [`entity ${entityKey(entry.entity)}`, 'entity'],
        [reach(entry), 'runner'],
      ] as const) {
        if (key === undefined) continue;
        if (seen.has(key)) ctx.addIssue({ code: 'custom', path: ['entries', i, field], message: `${key} appears twice` });
        seen.add(key);
      }
    });
  });
export type Inventory = z.infer<typeof Inventory>;
