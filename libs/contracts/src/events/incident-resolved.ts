import { z } from 'zod';
import { defineEvent } from '../contract.ts';
import { Incident } from '../incident.ts';

/** Published when every anomaly of an incident has cleared and stayed clear for the quiet period, or when a person merged it into
 * another one (`mergedInto`). */
export const IncidentResolved = defineEvent('incident.resolved.v1', {
  publisher: 'anomaly',
  consumers: ['remediation', 'gateway'],
  schema: z.object({ incident: Incident, reason: z.string() }),
});
