import type { TrainingCause } from '@cloudops/contracts';
import { DAY_MS, DRIFTED, dueTraining, type EntityFacts, WEEK_MS } from './due-training.ts';
import type { LastTraining } from './models.ts';

/**
 * What will train a model of an entity next if everything goes on as it is, and when, ms; a backfill trains it at once, whenever that is done.
 * `undefined` while one waits or runs, and before the first row.
 */
export function nextTraining(
  facts: EntityFacts,
  last: LastTraining | undefined,
  now: number,
): { cause: TrainingCause; at: number } | undefined {
  if (last?.open) return undefined;
  const due = dueTraining(facts, last, 0, now);
  if (due) return { cause: due, at: now };
  if (!last) return facts.firstRow === 0 ? undefined : { cause: 'first', at: Math.max(now, facts.firstRow + DAY_MS) };
  const tomorrow = last.endedAt + DAY_MS;
  if (!last.made) return { cause: 'first', at: tomorrow };
  if (facts.outdated) return { cause: 'signals', at: tomorrow };
  if (facts.alarmed >= DRIFTED) return { cause: 'drift', at: tomorrow };
  return { cause: 'weekly', at: last.endedAt + WEEK_MS };
}
