import { z } from 'zod';
import { ServiceName } from './service.ts';
import { Instant } from './time.ts';

export const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
export type LogLevel = z.infer<typeof LogLevel>;

export const LogEntry = z.object({
  id: z.string(),
  at: Instant,
  service: ServiceName,
  level: LogLevel,
  message: z.string().max(8192),
  correlationId: z.string().nullable(),
  /** Remaining fields as JSON text; secrets are redacted by the writer. */
  fields: z.string().max(16384),
});
export type LogEntry = z.infer<typeof LogEntry>;
