import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createService } from '@cloudops/platform-http';
import { provisionService } from '@cloudops/platform-postgres';
import { testService, type TestService } from '@cloudops/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GatewayConfig } from '../gateway.config.ts';
import { gateway } from '../gateway.ts';

export const ADMIN_KEY = 'admin-key-of-this-test-0123456789';
export const WRITE_KEY = 'write-key-of-this-test-0123456789';
export const asAdmin = { authorization: `Bearer ${ADMIN_KEY}` };

export interface StartedGateway {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly servers: TestService;
  readonly folder: string;
  /** Routes as Fastify knows them. */
  readonly routes: readonly { readonly method: string; readonly url: string }[];
  stop(): Promise<void>;
}

/** The whole gateway on real Postgres and NATS, listening on a free port. */
export async function startGateway(settings: Partial<Record<keyof GatewayConfig, string>> = {}): Promise<StartedGateway> {
  const servers = await testService({ schema: 'gateway', provision: provisionService });
  const folder = await mkdtemp(join(tmpdir(), 'cloudops-gateway-'));
  await writeFile(join(folder, 'admin.key'), `${ADMIN_KEY}\n`);
  await writeFile(join(folder, 'write.key'), `${WRITE_KEY}\n`);
  const config = GatewayConfig.parse({
    PORT: '0',
    DATABASE_URL: servers.databaseUrl,
    MIGRATION_DATABASE_URL: servers.migrationUrl,
    NATS_URL: servers.natsUrl,
    LOG_LEVEL: 'fatal',
    ADMIN_KEY_FILE: join(folder, 'admin.key'),
    WRITE_KEY_FILE: join(folder, 'write.key'),
    ...settings,
  });
  const routes: { method: string; url: string }[] = [];
  const app = await createService({
    ...gateway,
    config,
    configure: async (created, c) => {
      const fastify = created.getHttpAdapter().getInstance();
      fastify.addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) routes.push({ method: one, url });
      });
      await gateway.configure(created, c);
    },
  });
  await app.listen(0, '127.0.0.1');
  return {
    app,
    url: await app.getUrl(),
    servers,
    folder,
    routes,
    stop: async () => {
      await closeApp(app);
      await servers.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As `serve` stops, in a hurry: a connection that a client opened in advance and never used is cut. */
export async function closeApp(app: NestFastifyApplication): Promise<void> {
  const cut = setTimeout(() => app.getHttpServer().closeAllConnections(), 1_000);
  await app.close().finally(() => clearTimeout(cut));
}
