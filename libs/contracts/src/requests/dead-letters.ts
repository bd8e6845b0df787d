import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { Instant } from '../time.ts';

/** Messages that a service gave up on, newest first; answered by every service on `dead-letters.list.v1.<service>`. */
export const ListDeadLetters = defineRequest('dead-letters.list.v1', {
  server: 'each',
  clients: ['gateway'],
  request: z.object({ limit: z.number().int().min(1).max(200).default(50) }),
  response: z.object({
    deadLetters: z.array(
      z.object({
        id: z.string(),
        service: z.string(),
        subject: z.string(),
        at: Instant,
        deliveries: z.number().int(),
        reason: z.string(),
        /** Start of the body, for a person; control characters removed. */
        excerpt: z.string(),
      }),
    ),
  }),
});
