import { z } from 'zod';

/** Seven days: what a question may look back. */
export const MAX_MINUTES = 10_080;

/** Window argument that tools have in common; plain integers, because small models get dates wrong. */
export const Minutes = z.number().int().min(1).max(MAX_MINUTES);

export const windowOf = (now: Date, minutes: number): { from: number; to: number } => ({
  from: now.getTime() - minutes * 60_000,
  to: now.getTime(),
});
