import { Anomaly } from '../anomaly.ts';
import { defineEvent } from '../contract.ts';

/** Published when an anomalous series is back inside its band, or has gone stale. */
export const AnomalyCleared = defineEvent('anomaly.cleared.v1', {
  publisher: 'anomaly',
  consumers: ['gateway'],
  schema: Anomaly,
});
