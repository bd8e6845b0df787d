import { z } from 'zod';
import { EntityRef } from './entity-ref.ts';
import { Instant } from './time.ts';

const count = z.number().int().nonnegative();

/** How well relations tell real rows from the same rows with something wrong in them, on rows that neither was trained with. */
export const ModelEvaluation = z.object({
  /** Real rows held out, and as many disturbed ones. */
  rows: count,
  /** Chance that a disturbed row scores above a real one; 0.5 tells nothing. */
  told: z.number().min(0).max(1),
});
export type ModelEvaluation = z.infer<typeof ModelEvaluation>;

/**
 * Why a model is trained: a day of rows is known, a backfill is done, a week has passed, rows of the last day were too often anomalous, better
 * signals of the entity have appeared, or somebody asked.
 */
export const TrainingCause = z.enum(['first', 'backfill', 'weekly', 'drift', 'signals', 'asked']);
export type TrainingCause = z.infer<typeof TrainingCause>;

/** Network of one entity's signals as it was trained once; numbers of versions grow by one and are never used again. */
export const ModelVersion = z.object({
  entity: EntityRef,
  version: z.number().int().positive(),
  trainedAt: Instant,
  cause: TrainingCause,
  /** What it was trained and evaluated with: one row every five minutes where anything was reported. */
  from: Instant,
  to: Instant,
  rows: count,
  signals: z.array(z.object({ metric: z.string(), title: z.string(), kind: z.enum(['value', 'rate', 'ratio']) })),
  /** The linear relations that score an entity without a model. */
  baseline: ModelEvaluation,
  model: ModelEvaluation,
  /** Whether it was found clearly better than the baseline, and why or why not. */
  promoted: z.boolean(),
  reason: z.string(),
  /** Mean square error of the network's outputs during training, oldest first. */
  loss: z.array(z.number()),
  trainingSeconds: z.number().nonnegative(),
  /** Whether it scores the entity now. */
  inUse: z.boolean(),
});
export type ModelVersion = z.infer<typeof ModelVersion>;

export const ModelTraining = z.object({
  id: z.string(),
  entity: EntityRef,
  cause: TrainingCause,
  /** Who asked; `anomaly` where nobody did. */
  askedBy: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  /** Share that is done, 0 to 1. */
  progress: z.number().min(0).max(1),
  loss: z.array(z.number()).max(100),
  /** Until it is done at the pace so far; `null` while that is not known. */
  etaSeconds: z.number().nonnegative().nullable(),
  /** The version that it made. */
  version: z.number().int().positive().nullable(),
  /** What it is about now, or how it ended. */
  message: z.string(),
  queuedAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type ModelTraining = z.infer<typeof ModelTraining>;

/** By what an entity is scored from a time on. */
export const ModelChange = z.object({
  entity: EntityRef,
  /** 0 is the linear baseline. */
  version: count,
  previous: count,
  /** Rows of samples later than this are scored by it. */
  since: Instant,
  actor: z.string(),
  reason: z.string(),
});
export type ModelChange = z.infer<typeof ModelChange>;
