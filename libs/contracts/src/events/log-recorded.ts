import { z } from 'zod';
import { defineEvent } from '../contract.ts';
import { LogEntry } from '../log-entry.ts';
import { SERVICE_NAMES } from '../service.ts';

/** Published by every service about once a second with the log lines since, on `log.recorded.v1.<service>`. */
export const LogRecorded = defineEvent('log.recorded.v1', {
  publisher: SERVICE_NAMES,
  consumers: ['gateway'],
  stream: 'log',
  suffix: 'service',
  schema: z.object({ entries: z.array(LogEntry).max(500) }),
});
