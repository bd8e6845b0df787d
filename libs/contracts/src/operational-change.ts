import { z } from 'zod';
import { EntityRef } from './entity-ref.ts';
import { Instant } from './time.ts';

export const ChangeKind = z.enum(['deployment', 'config', 'rollout', 'scale', 'flag', 'remediation']);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** Somebody or something changed an entity: the first thing an engineer asks about. */
export const OperationalChange = z.object({
  /** Given by the sender, so that telling it again changes nothing. */
  id: z.string().min(1).max(200),
  kind: ChangeKind,
  entity: EntityRef,
  at: Instant,
  title: z.string().min(1).max(300),
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable(),
  /** Who says so, e.g. `github` or `remediation`. */
  source: z.string().min(1).max(100),
});
export type OperationalChange = z.infer<typeof OperationalChange>;
