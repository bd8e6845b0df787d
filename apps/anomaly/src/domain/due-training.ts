import type { TrainingCause } from '@cloudops/contracts';
import type { LastTraining } from './models.ts';

export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;
/** Share of the rows of about a day that are above 1, where one run of them a week is usual. */
export const DRIFTED = 0.1;

/** What is known of an entity that is scored as a whole; times in ms. */
export interface EntityFacts {
  /** Times of the first and the latest row that was scored. */
  readonly firstRow: number;
  readonly lastRow: number;
  readonly alarmed: number;
  /** Whether better signals are known than those that are scored. */
  readonly outdated: boolean;
}

/**
 * Whether a model of an entity is to be trained now, and why. What is not trained for a reason that lasts (too few rows) is tried again after
 * a day.
 * @param filledAt when the latest backfill was done, 0 for none.
 */
export function dueTraining(facts: EntityFacts, last: LastTraining | undefined, filledAt: number, now: number): TrainingCause | undefined {
  if (last?.open) return undefined;
  if (filledAt > (last?.endedAt ?? 0)) return 'backfill';
  if (!last) return facts.lastRow - facts.firstRow >= DAY_MS ? 'first' : undefined;
  const age = now - last.endedAt;
  if (age < DAY_MS) return undefined;
  if (!last.made) return 'first';
  if (facts.outdated) return 'signals';
  if (facts.alarmed >= DRIFTED) return 'drift';
  return age >= WEEK_MS ? 'weekly' : undefined;
}
