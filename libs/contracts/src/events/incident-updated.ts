import { z } from 'zod';
import { defineEvent } from '../contract.ts';
import { Incident } from '../incident.ts';

/** Published when an open incident gains or loses an anomaly or alert, its causes are ranked anew, or people do something about it. */
export const IncidentUpdated = defineEvent('incident.updated.v1', {
  publisher: 'anomaly',
  consumers: ['remediation', 'gateway'],
  schema: z.object({ incident: Incident, reason: z.string() }),
});
