import { defineEvent } from '../contract.ts';
import { ModelChange } from '../model.ts';

/** Published when an entity is scored by another version from now on: promoted after training, or chosen by a person. */
export const ModelChanged = defineEvent('model.changed.v1', {
  publisher: 'anomaly',
  consumers: ['gateway'],
  schema: ModelChange,
});
