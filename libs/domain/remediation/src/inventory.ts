import { entityKey, InventoryEntry } from '@cloudops/contracts';
import { z } from 'zod';

/** Bytes of a Unix socket's path that the kernel takes, less the closing zero. */
const SOCKET_PATH_BYTES = 107;

const Entry = InventoryEntry.extend({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'letters, digits and . _ - only'),
  runner: InventoryEntry.shape.runner
    .extend({
      socket: z
        .string()
        .startsWith('/', 'an absolute path')
        .refine((p) => new TextEncoder().encode(p).length <= SOCKET_PATH_BYTES, `at most ${SOCKET_PATH_BYTES} bytes`),
      workload: z.string().min(1).max(100),
    })
    .strict(),
}).strict();

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
        [`workload ${entry.runner.workload} at ${entry.runner.socket}`, 'runner'],
      ] as const) {
        if (seen.has(key)) ctx.addIssue({ code: 'custom', path: ['entries', i, field], message: `${key} appears twice` });
        seen.add(key);
      }
    });
  });
export type Inventory = z.infer<typeof Inventory>;
