import { z } from 'zod';
import { defineEvent } from '../contract.ts';
import { Labels } from '../series.ts';
import { Instant } from '../time.ts';

/** Published when a webhook delivered an alert: once each firing and state, and again every hour that it is repeated. */
export const AlertReceived = defineEvent('alert.received.v1', {
  publisher: 'gateway',
  consumers: ['anomaly'],
  schema: z.object({
    fingerprint: z.string(),
    state: z.enum(['firing', 'resolved']),
    labels: Labels,
    annotations: Labels,
    startsAt: Instant,
    endsAt: Instant.nullable(),
    generatorUrl: z.string().nullable(),
    source: z.string(),
    truncatedAlerts: z.number().int().nonnegative(),
    receivedAt: Instant,
  }),
});
