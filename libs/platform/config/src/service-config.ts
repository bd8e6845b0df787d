import { LogLevel } from '@cloudops/contracts';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgres:// URL' });

/** What every service reads; a service extends it with its own variables. `example` shows up in error messages. */
export const ServiceConfig = z.object({
  /** Name of the environment that every EntityRef of this installation carries. */
  ENVIRONMENT: z.string().min(1).default('local').meta({ example: 'production' }),
  HOST: z.string().min(1).default('127.0.0.1').meta({ example: '0.0.0.0' }),
  /** 0 asks the system for a free port. */
  PORT: port.meta({ example: '3000' }),
  /** Runtime role: no DDL. */
  DATABASE_URL: postgresUrl.meta({ example: 'postgres://gateway:PASSWORD@127.0.0.1:5432/cloudops' }),
  /** Owner of the schema: runs migrations and nothing else. */
  MIGRATION_DATABASE_URL: postgresUrl.meta({ example: 'postgres://gateway_owner:PASSWORD@127.0.0.1:5432/cloudops' }),
  NATS_URL: z.url({ protocol: /^(nats|tls|wss?)$/, error: 'is not a nats:// URL' }).meta({ example: 'nats://127.0.0.1:4222' }),
  NATS_USER: z.string().min(1).optional().meta({ example: 'gateway' }),
  NATS_PASSWORD: z.string().min(1).optional(),
  LOG_LEVEL: LogLevel.default('info').meta({ example: 'debug' }),
});
export type ServiceConfig = z.output<typeof ServiceConfig>;
