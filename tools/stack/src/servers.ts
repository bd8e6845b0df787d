import type { ServiceName } from '@cloudops/contracts';
import { ensureNatsServer, startNats, startPostgres } from '@cloudops/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import type { Layout } from './layout.ts';
import type { StackSecrets } from './secrets.ts';
import type { NatsAccess } from './service-plan.ts';

export interface RunningServer<T> {
  readonly access: T;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

const existing = <T>(access: T): RunningServer<T> => ({ access, pid: undefined, stop: () => Promise.resolve() });

/** The admin URL of the Postgres to use: the one that DATABASE_URL names, else a local one with its data in the layout. */
export async function openPostgres(
  layout: Layout,
  secrets: StackSecrets,
  env: NodeJS.ProcessEnv,
  taken: Set<number>,
): Promise<RunningServer<string>> {
  if (env.DATABASE_URL) return existing(env.DATABASE_URL);
  const server = await startPostgres({ dataDir: layout.postgres, port: await freePort(5432, taken), password: secrets.postgresAdmin });
  return { access: server.adminUrl, pid: server.pid, stop: () => server.stop() };
}

/** The NATS to use: the one that NATS_URL names, else a local one with a generated user for each service. */
export async function openNats(
  layout: Layout,
  secrets: StackSecrets,
  env: NodeJS.ProcessEnv,
  port: number,
): Promise<RunningServer<NatsAccess>> {
  if (env.NATS_URL) {
    const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = env;
    return existing({ url, credentials: () => (user && password ? { user, password } : undefined) });
  }
  const server = await startNats({
    binary: await ensureNatsServer({ cacheDir: join(layout.root, 'bin') }),
    config: readFileSync(natsConfigFile(layout), 'utf8'),
    storeDir: layout.nats,
    port,
  });
  const credentials = (user: ServiceName | 'executor') => ({ user, password: secrets.password(`nats-${user}`) });
  return { access: { url: server.url, credentials }, pid: server.pid, stop: () => server.stop() };
}

export const natsConfigFile = (layout: Layout): string => join(layout.config, 'nats-server.conf');
