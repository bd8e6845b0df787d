import { z } from 'zod';
import { defineEvent } from '../contract.ts';
import { Incident } from '../incident.ts';

/** Published when an open incident gains or loses an anomaly, or its causes are ranked anew. */
export const IncidentUpdated = defineEvent('incident.updated.v1', {
  publisher: 'anomaly',
  consumers: ['remediation', 'gateway'],
  schema: z.object({ incident: Incident, reason: z.string() }),
});
