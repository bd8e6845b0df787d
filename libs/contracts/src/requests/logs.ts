import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { LogEntry, LogLevel } from '../log-entry.ts';
import { ServiceName } from '../service.ts';

/** Log lines of the five services, newest first; `level` is the lowest level to show. */
export const SearchLogs = defineRequest('logs.search.v1', {
  server: 'gateway',
  clients: ['chat'],
  request: z.object({
    hours: z.number().min(0.01).max(168).default(1),
    level: LogLevel.optional(),
    service: ServiceName.optional(),
    limit: z.number().int().min(1).max(1000).default(100),
  }),
  response: z.object({ entries: z.array(LogEntry) }),
});
