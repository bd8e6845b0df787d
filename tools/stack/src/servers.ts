import type { ServiceName } from '@cloudops/contracts';
import { ensureNatsServer, startNats, startPostgres } from '@cloudops/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { keepRunning } from './kept-server.ts';
import type { Layout } from './layout.ts';
import type { StackSecrets } from './secrets.ts';
import type { NatsAccess } from './service-plan.ts';

export interface RunningServer<T> {
  readonly access: T;
  readonly stop: () => Promise<void>;
}

export interface ServerContext {
  readonly layout: Layout;
  readonly secrets: StackSecrets;
  readonly env: NodeJS.ProcessEnv;
  readonly onStarted: (name: string, pid: number) => void;
  readonly onDied: (name: string) => void;
}

const existing = <T>(access: T): RunningServer<T> => ({ access, stop: () => Promise.resolve() });

/** The admin URL of the Postgres to use: the one that DATABASE_URL names, else a local one with its data in the layout. */
export async function openPostgres(
  { layout, secrets, env, onStarted, onDied }: ServerContext,
  taken: Set<number>,
): Promise<RunningServer<string>> {
  if (env.DATABASE_URL) return existing(env.DATABASE_URL);
  const port = await freePort(5432, taken);
  const start = () => startPostgres({ dataDir: layout.postgres, port, password: secrets.postgresAdmin });
  const first = await start();
  const kept = keepRunning(
    first,
    start,
    (pid) => onStarted('postgres', pid),
    () => onDied('postgres'),
  );
  return { access: first.adminUrl, stop: () => kept.stop() };
}

/** The NATS to use: the one that NATS_URL names, else a local one with a generated user for each service. */
export async function openNats(
  { layout, secrets, env, onStarted, onDied }: ServerContext,
  port: number,
): Promise<RunningServer<NatsAccess>> {
  if (env.NATS_URL) {
    const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = env;
    return existing({ url, credentials: () => (user && password ? { user, password } : undefined) });
  }
  const binary = await ensureNatsServer({ cacheDir: join(layout.root, 'bin') });
  const config = readFileSync(natsConfigFile(layout), 'utf8');
  const start = () => startNats({ binary, config: () => config, dataDir: layout.nats, port });
  const first = await start();
  const kept = keepRunning(
    first,
    start,
    (pid) => onStarted('nats-server', pid),
    () => onDied('nats-server'),
  );
  const credentials = (user: ServiceName | 'executor') => ({ user, password: secrets.password(`nats-${user}`) });
  return { access: { url: first.url, credentials }, stop: () => kept.stop() };
}

export const natsConfigFile = (layout: Layout): string => join(layout.config, 'nats-server.conf');
/** Where `startNats` lets the broker keep its streams. */
export const natsStore = (layout: Layout): string => join(layout.nats, 'jetstream');
