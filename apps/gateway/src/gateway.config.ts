import { ServiceConfig } from '@cloudops/platform-config';
import { SERVICE_PORTS } from '@cloudops/contracts';
import { z } from 'zod';

export const GatewayConfig = ServiceConfig.extend({
  PORT: ServiceConfig.shape.PORT.default(SERVICE_PORTS.gateway),
  /** File with the secret of the key `admin`, which may do everything. A new content is a new secret for the same key. */
  ADMIN_KEY_FILE: z.string().min(1).optional().meta({ example: '/run/secrets/admin-key' }),
  /** File with the secret of the key `write`, which delivers metrics to metrics-ingest and opens nothing here. */
  WRITE_KEY_FILE: z.string().min(1).optional().meta({ example: '/run/secrets/write-key' }),
  /** Folder with the built console; without it `GET /` says how to build one. */
  CONSOLE_DIR: z.string().min(1).optional().meta({ example: 'dist/apps/console' }),
  /** Where heads of the audit chain are kept; not on the database's disk, if that can be. */
  AUDIT_ANCHOR_FILE: z.string().min(1).optional().meta({ example: '/var/lib/cloudops/gateway.anchors.jsonl' }),
  /** Wrong keys that one address may present in a minute. */
  KEY_ATTEMPTS_PER_MINUTE: z.coerce.number().int().min(1).max(10_000).default(20),
  /** Log lines kept at most, besides the limit of seven days. */
  LOGS_MAX_ROWS: z.coerce.number().int().min(1_000).max(10_000_000).default(200_000),
  /** Clients that follow `/api/v1/events` at once. */
  EVENT_CLIENTS_MAX: z.coerce.number().int().min(1).max(10_000).default(250),
});
export type GatewayConfig = z.output<typeof GatewayConfig>;
