import type { LogLevel, ServiceName } from '@cloudops/contracts';
import { pino, stdSerializers, stdTimeFunctions, type Logger as PinoLogger } from 'pino';
import { currentCorrelationId } from './correlation.ts';
import { logBuffer } from './log-buffer.ts';
import { redactFields, redactText } from './redact.ts';

/** Processes that are not services of their own log under the service that they belong to. */
const OWNER: Partial<Record<string, ServiceName>> = { executor: 'remediation', supervisor: 'remediation' };

export type ProcessName = ServiceName | 'executor' | 'supervisor';

/** Nest tells every module and route that it starts; that is for debugging. */
const CHATTY = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory', 'NestApplication', 'NestMicroservice']);
const INFO = 30;

const destination = {
  write(line: string): void {
    const safe = redactText(line);
    process.stdout.write(safe);
    logBuffer.push(safe);
  },
};

/** pino JSON on stdout and into logBuffer: ISO times, level names, correlation id, secrets redacted. For entries without Nest. */
export function createLogger(name: ProcessName, level: LogLevel | 'silent' = 'info'): PinoLogger {
  const owner = OWNER[name];
  return pino(
    {
      level,
      base: owner ? { service: owner, process: name } : { service: name },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redactFields(fields) as Record<string, unknown> },
      serializers: { err: serializeError, error: serializeError },
      hooks: {
        logMethod(args, method, atLevel) {
          const context = (args[0] as { context?: string } | undefined)?.context;
          if (atLevel === INFO && context !== undefined && CHATTY.has(context)) this.debug(...args);
          else method.apply(this, args);
        },
      },
      mixin: () => {
        const correlationId = currentCorrelationId();
        return correlationId === undefined ? {} : { correlationId };
      },
    },
    destination,
  );
}

function serializeError(error: unknown): unknown {
  return error instanceof Error ? redactFields({ ...stdSerializers.err(error), raw: undefined }) : error;
}
