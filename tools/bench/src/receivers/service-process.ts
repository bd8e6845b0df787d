import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { nodeRuntimeOf, type ServiceName } from '@cloudops/contracts';
import { waitFor } from '@cloudops/testing';

const BUNDLES = new URL('../../../../dist/apps/', import.meta.url);

/** The bundle of a service as a process of its own, that can die and come back on the same port. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private readonly atOurEnd = (): void => void this.child?.kill('SIGKILL');

  constructor(
    private readonly service: ServiceName,
    readonly url: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    process.once('exit', this.atOurEnd);
  }

  get pid(): number {
    return this.child!.pid!;
  }

  /** Resolves once it answers. */
  async start(): Promise<void> {
    const runtime = nodeRuntimeOf(this.service);
    this.child = spawn(process.execPath, [...runtime.options, new URL(`${this.service}/main.js`, BUNDLES).pathname], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...runtime.environment,
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        PORT: new URL(this.url).port,
        LOG_LEVEL: 'warn',
        ...this.environment,
      },
    });
    await waitFor(async () => (await fetch(`${this.url}/livez`)).ok, { timeoutMs: 60_000, intervalMs: 100, what: this.service });
  }

  /** Gone when it resolves; SIGKILL leaves it no chance to end its work. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async stop(): Promise<void> {
    process.off('exit', this.atOurEnd);
    await this.end('SIGTERM');
  }
}
