import { z } from 'zod';
import { defineEvent } from '../contract.ts';
import { Incident } from '../incident.ts';

/** Published when anomalies corroborate each other, or one touches a golden signal. */
export const IncidentOpened = defineEvent('incident.opened.v1', {
  publisher: 'anomaly',
  consumers: ['remediation', 'gateway'],
  schema: z.object({ incident: Incident, reason: z.string() }),
});
