import { z } from 'zod';
import { defineRequest } from '../contract.ts';

/** Answered by every service on `service.health.v1.<service>`, the same facts as `/readyz`. */
export const ServiceHealth = defineRequest('service.health.v1', {
  server: 'each',
  clients: ['gateway', 'chat'],
  deadlineMs: 1_500,
  request: z.object({}),
  response: z.object({
    service: z.string(),
    version: z.string(),
    ready: z.boolean(),
    /** Seconds since start. */
    uptimeSeconds: z.number(),
    /** `degraded`: it serves, but a person should look at why. */
    checks: z.record(z.string(), z.object({ ok: z.boolean(), message: z.string(), degraded: z.boolean().optional() })),
  }),
});
