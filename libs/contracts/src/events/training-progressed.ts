import { defineEvent } from '../contract.ts';
import { ModelTraining } from '../model.ts';

/** Published when the training of a model is queued, begins, has gone on for a second or more, and ends. */
export const TrainingProgressed = defineEvent('training.progressed.v1', {
  publisher: 'anomaly',
  consumers: ['gateway'],
  schema: ModelTraining,
});
