import { z } from 'zod';
import { ServiceName } from '../service.ts';

/** Body of `POST /query`. */
export const QueryBody = z
  .object({
    query: z.string().trim().min(1).max(4000),
    context: z.record(z.string(), z.unknown()).optional(),
    conversationId: z.string().max(100).optional(),
  })
  .strict();

/** Query string of `GET /logs`. */
export const LogsQuery = z
  .object({
    hours: z.coerce.number().min(1).max(168).default(1),
    level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).optional(),
    service: ServiceName.optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  })
  .strict();
