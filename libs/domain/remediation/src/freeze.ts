import { isWithin, WeeklyWindow, weeklyText, type EntityRef } from '@cloudops/contracts';
import { z } from 'zod';

/** A time in which nothing is done: every week, or once from one instant to another. */
export const Freeze = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63'),
    /** Of one environment; of all without it. */
    environment: z.string().max(100).optional(),
    weekly: WeeklyWindow.optional(),
    once: z
      .object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
      .strict()
      .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], message: 'must be later than from' })
      .optional(),
    reason: z.string().min(1).max(500),
  })
  .strict()
  .refine(({ weekly, once }) => (weekly === undefined) !== (once === undefined), 'needs weekly or once, and not both');
export type Freeze = z.infer<typeof Freeze>;

/** Why nothing may be done to `target` now, naming the freeze and when it ends or how it comes back; null when nothing is frozen. */
export function frozen(freezes: readonly Freeze[], { environment }: Pick<EntityRef, 'environment'>, now: Date): string | null {
  for (const { id, reason, weekly, once, ...of } of freezes) {
    if ((of.environment ?? environment) !== environment) continue;
    if (weekly && isWithin(weekly, now.getTime())) return `Freeze ${id} (${weeklyText(weekly)}): ${reason}`;
    if (once && Date.parse(once.from) <= now.getTime() && now.getTime() < Date.parse(once.to))
      return `Freeze ${id} until ${once.to}: ${reason}`;
  }
  return null;
}
