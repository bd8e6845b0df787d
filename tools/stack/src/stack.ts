import { SERVICE_NAMES, SERVICE_PORTS, type ServiceName } from '@cloudops/contracts';
import { join } from 'node:path';
import { CappedLog } from './capped-log.ts';
import { Child } from './child.ts';
import { writeConfigFiles } from './config-files.ts';
import { databaseUrls } from './databases.ts';
import { freePort } from './free-port.ts';
import { layoutOf, makeFolders, type Layout } from './layout.ts';
import type { StackOptions } from './options.ts';
import { isRunning, stopOrphans } from './orphans.ts';
import { prepareServers } from './prepare-servers.ts';
import type { Progress } from './progress.ts';
import { waitUntilReady } from './readiness.ts';
import { openSecrets } from './secrets.ts';
import { openNats, openPostgres } from './servers.ts';
import { servicePlan } from './service-plan.ts';
import { readStackFile, removeStackFile, writeStackFile, type StackFile } from './stack-file.ts';

const LOG_BYTES = 10 * 1024 * 1024;
const READY_TIMEOUT_MS = 120_000;

interface ProcessContext {
  onStarted(name: string, pid: number): void;
  onDied(name: string, how?: string): void;
}

export interface Stack {
  readonly file: StackFile;
  stop(): Promise<void>;
}

/** Stops in reverse order of starting, so that nothing outlives what it needs. */
class StopList {
  readonly #stops: (() => Promise<void>)[] = [];
  add(stop: () => Promise<void>): void {
    this.#stops.unshift(stop);
  }
  async run(): Promise<void> {
    for (const stop of this.#stops.splice(0))
      await stop().catch((error: unknown) => process.stderr.write(`while stopping: ${String(error)}\n`));
  }
}

/**
 * Starts everything under `options.dataDirectory` and resolves when all five services answer `/readyz`.
 * @throws Error with a sentence for the person; whatever had been started is stopped again.
 */
export async function startStack(
  options: StackOptions,
  repository: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
  signal: AbortSignal,
): Promise<Stack> {
  const layout = layoutOf(options.dataDirectory);
  makeFolders(layout);
  await refuseOrCleanUp(layout, progress);
  const secrets = openSecrets(layout);
  const stops = new StopList();
  try {
    const taken = new Set<number>();
    const ports = await choosePorts(options.port, taken);
    writeConfigFiles(layout, repository, ports);

    const file: StackFile = {
      url: `http://127.0.0.1:${ports.gateway}`,
      remoteWriteUrl: `http://127.0.0.1:${ports['metrics-ingest']}/api/v1/write`,
      adminKeyFile: layout.adminKey,
      writeKeyFile: layout.writeKey,
      dataDir: layout.root,
      pid: process.pid,
      processes: {},
      ready: false,
    };
    const context: ProcessContext = {
      onStarted(name, pid) {
        file.processes[name] = pid;
        writeStackFile(layout, file);
      },
      onDied: (name, how = 'it ended') => progress.note(`${name} died (${how}); starting it again`),
    };
    stops.add(() => Promise.resolve(removeStackFile(layout)));

    const servers = { layout, secrets, env, ...context };
    const postgres = await progress.step('Postgres', () => openPostgres(servers, taken));
    stops.add(postgres.stop);
    const natsPort = await freePort(4222, taken);
    await progress.step('Roles, schemas and broker permissions', () =>
      prepareServers({ repository, layout, secrets, adminUrl: postgres.access, natsPort }),
    );
    const nats = await progress.step('NATS', () => openNats(servers, natsPort));
    stops.add(nats.stop);

    const databases = databaseUrls(postgres.access, secrets);
    const dataDisk = env.DATABASE_URL ? undefined : layout.postgres;
    const children = servicePlan({ layout, secrets, repository, ports, databases, dataDisk, nats: nats.access, host: env }).map((spec) => {
      const child = new Child(
        spec,
        new CappedLog(join(layout.logs, `${spec.name}.log`), LOG_BYTES, options.verbose ? process.stdout : undefined),
      );
      child.on('spawned', (pid) => context.onStarted(spec.name, pid));
      child.on('died', (how) => context.onDied(spec.name, how));
      return child;
    });
    stops.add(async () => void (await Promise.all(children.map((child) => child.stop()))));
    const executor = children.filter((child) => child.name === 'executor');
    for (const child of children.filter((child) => !executor.includes(child))) child.start();
    await Promise.all(
      SERVICE_NAMES.map((name) =>
        progress.step(`${name} on port ${ports[name]}`, () => waitUntilReady(name, ports[name], READY_TIMEOUT_MS, signal)),
      ),
    );
    for (const child of executor) child.start(); // it works on tables that remediation has migrated by now

    file.ready = true;
    writeStackFile(layout, file);
    return { file, stop: () => stops.run() };
  } catch (error) {
    await stops.run();
    throw error;
  }
}

async function refuseOrCleanUp(layout: Layout, progress: Progress): Promise<void> {
  const left = readStackFile(layout);
  if (!left) return;
  if (isRunning(left.pid))
    throw new Error(
      `A stack already runs on this data at ${left.url} (process ${left.pid}). Stop it first, or use --data for another one.`,
    );
  const stopped = await stopOrphans(left);
  if (stopped > 0) progress.note(`stopped ${stopped} processes that an earlier start had left behind`);
  removeStackFile(layout);
}

async function choosePorts(gatewayPort: number, taken: Set<number>): Promise<Record<ServiceName, number>> {
  const ports: Partial<Record<ServiceName, number>> = {};
  for (const name of SERVICE_NAMES) ports[name] = await freePort(name === 'gateway' ? gatewayPort : SERVICE_PORTS[name], taken);
  return ports as Record<ServiceName, number>;
}
