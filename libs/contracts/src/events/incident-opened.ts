import { z } from 'zod';
import { defineEvent } from '../contract.ts';
import { Incident } from '../incident.ts';

/** Published when anomalies corroborate each other, one touches a golden signal, an alert fires, or a person splits parts of an incident off. */
export const IncidentOpened = defineEvent('incident.opened.v1', {
  publisher: 'anomaly',
  consumers: ['remediation', 'gateway'],
  schema: z.object({ incident: Incident, reason: z.string() }),
});
