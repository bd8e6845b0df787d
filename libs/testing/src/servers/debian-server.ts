import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { waitFor } from '../wait-for.ts';

/** A server of Prometheus' family, as Debian ships it, with a folder of its own that goes with it. */
export class DebianServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** Resolves once `url` is ready. @throws Error when the command is not installed, or not ready within 30 s. */
  static async start(command: string, args: readonly string[], url: string, folder: string): Promise<DebianServer> {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    await waitFor(
      async () => {
        if (failure !== undefined) throw new Error(`${command} does not start; npm test installs it on Debian`, { cause: failure });
        return (await fetch(`${url}/-/ready`)).ok;
      },
      { timeoutMs: 30_000, intervalMs: 100 },
    );
    return new DebianServer(child, folder);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
