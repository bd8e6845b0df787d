import { entityKey, InventoryEntry, RunnerSpec, type RunnerKind } from '@cloudops/contracts';
import { z } from 'zod';

const CAN_ACT: readonly RunnerKind[] = ['supervisor', 'kubernetes', 'aws-ssm', 'postgres', 'webhook'];

const Entry = InventoryEntry.extend({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'letters, digits and . _ - only'),
  /** What nothing can act on must not be promised. */
  runner: RunnerSpec.refine(({ kind }) => CAN_ACT.includes(kind), { path: ['kind'], message: `only ${CAN_ACT.join(', ')} can act yet` }),
}).strict();

/** What is acted on in the end: two entries for one thing would have two leases and two cooldowns. */
function reach({ runner }: z.output<typeof Entry>): string | undefined {
  if (runner.kind === 'supervisor') return `workload ${runner.workload} at ${runner.socket}`;
  if (runner.kind === 'kubernetes')
    return `${runner.workload.kind} ${runner.namespace}/${runner.workload.name} of ${runner.kubeconfig ?? ''} ${runner.context ?? ''}`;
  if (runner.kind === 'aws-ssm') return `instance ${runner.instance} in ${runner.region}`;
  if (runner.kind === 'postgres') return `database of ${runner.urlVariable}`;
  return runner.kind === 'webhook' ? `endpoint ${runner.url}` : undefined;
}

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
