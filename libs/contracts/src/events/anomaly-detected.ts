import { Anomaly } from '../anomaly.ts';
import { defineEvent } from '../contract.ts';

/** Published when a series has left its band for long enough to be called anomalous. */
export const AnomalyDetected = defineEvent('anomaly.detected.v1', {
  publisher: 'anomaly',
  consumers: ['gateway'],
  schema: Anomaly,
});
