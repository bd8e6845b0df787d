import { type ChildProcess, spawn } from 'node:child_process';
import { nodeRuntimeOf } from '@cloudops/contracts';
import { freePort, waitFor, type TestService } from '@cloudops/testing';

const RUNTIME = nodeRuntimeOf('metrics-ingest');
const root = new URL('../../../../', import.meta.url).pathname;

/** The service as a process of its own, with the memory settings that ship, that can die as a process dies. */
export class KillableProcess {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly environment: Record<string, string>,
  ) {}

  static async start(servers: TestService, environment: Record<string, string>): Promise<KillableProcess> {
    const port = await freePort();
    const started = new KillableProcess(port, {
      ...{ PORT: String(port), DATABASE_URL: servers.databaseUrl, MIGRATION_DATABASE_URL: servers.migrationUrl, NATS_URL: servers.natsUrl },
      ...{ LOG_LEVEL: 'fatal', HOST_METRICS_INTERVAL_MS: '0', PARTITIONS: '4', ENVIRONMENT: 'test', ...environment },
    });
    await started.boot();
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  async boot(): Promise<void> {
    this.child = spawn(process.execPath, [...RUNTIME.options, '--import', './tools/register.mjs', 'apps/metrics-ingest/src/main.ts'], {
      cwd: root,
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], ...RUNTIME.environment, ...this.environment },
    });
    await waitFor(async () => (await fetch(`${this.url}/livez`)).ok, { timeoutMs: 30_000, intervalMs: 100 });
  }

  /** `kill -9`, and gone. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.child?.once('exit', resolve));
    this.child?.kill('SIGKILL');
    await ended;
  }
}
