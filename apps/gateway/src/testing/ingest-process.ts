import { type ChildProcess, spawn } from 'node:child_process';
import { provisionService } from '@cloudops/platform-postgres';
import { freePort, testService, type TestService, waitFor } from '@cloudops/testing';
import { WRITE_KEY } from './start-gateway.ts';

const ROOT = new URL('../../../../', import.meta.url).pathname;

/** metrics-ingest as a process of its own, on the servers of the gateway: what clients see is then what they get. */
export class IngestProcess {
  private constructor(
    private readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static async start({ postgres, nats }: TestService, environment: Record<string, string> = {}): Promise<IngestProcess> {
    const servers = await testService({ schema: 'metrics_ingest', provision: provisionService, postgres, nats });
    const port = await freePort();
    const child = spawn(process.execPath, ['--import', './tools/register.mjs', 'apps/metrics-ingest/src/main.ts'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...{
          PATH: process.env['PATH'],
          PORT: String(port),
          DATABASE_URL: servers.databaseUrl,
          MIGRATION_DATABASE_URL: servers.migrationUrl,
        },
        ...{ NATS_URL: servers.natsUrl, LOG_LEVEL: 'fatal', HOST_METRICS_INTERVAL_MS: '0', ENVIRONMENT: 'test', ...environment },
      },
    });
    const url = `http://127.0.0.1:${port}`;
    await waitFor(async () => (await fetch(`${url}/readyz`)).ok, { timeoutMs: 30_000, intervalMs: 100, what: 'metrics-ingest' });
    return new IngestProcess(url, child);
  }

  write(body: Uint8Array): Promise<Response> {
    const headers = { authorization: `Bearer ${WRITE_KEY}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
    return fetch(`${this.url}/api/v1/write`, { method: 'POST', headers, body: Uint8Array.from(body) });
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}
