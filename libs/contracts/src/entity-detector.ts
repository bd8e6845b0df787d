import { z } from 'zod';
import { EntityRef } from './entity-ref.ts';
import { TrainingCause } from './model.ts';
import { Instant } from './time.ts';

const count = z.number().int().nonnegative();

/** What is learnt of an entity whose signals are scored together, and when more will be. */
export const EntityDetector = z.object({
  entity: EntityRef,
  /** Titles of the signals, e.g. `CPU`. With fewer than two nothing is scored together. */
  signals: z.array(z.string()),
  /** Rows of five minutes that were learnt, history's included. */
  rows: count,
  state: z.enum(['too-few-signals', 'learning', 'normal', 'anomalous']),
  /** Share of the rows of about a day that scored above 1. */
  alarmedShare: z.number().min(0).max(1),
  /** Version that scores it; 0 is the linear baseline. */
  version: count,
  /** What will train it next unless something else does before, and when: `null` while one waits or runs, or nothing can be learnt. */
  nextTraining: z.object({ cause: TrainingCause, at: Instant }).nullable(),
});
export type EntityDetector = z.infer<typeof EntityDetector>;
