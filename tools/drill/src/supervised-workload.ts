import { SupervisorReply, type RunnerSpec } from '@cloudops/contracts';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './options.ts';
import { REPOSITORY } from './repository.ts';
import { freePort } from './stack.ts';

/** Asked for first, so that the next drill continues the series of the last one. */
const PREFERRED_PORT = 39_217;
const STOP_TIMEOUT_MS = 10_000;

type SupervisorSpec = Extract<RunnerSpec, { kind: 'supervisor' }>;

/** The drill's workload under the supervisor that the inventory names. */
export class SupervisedWorkload {
  private constructor(
    readonly url: string,
    private readonly runner: SupervisorSpec,
    private readonly supervisor: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @throws Error when the supervisor ends at once, e.g. because another one serves that socket. */
  static async start(runner: SupervisorSpec, signal: AbortSignal): Promise<SupervisedWorkload> {
    const folder = mkdtempSync(join(tmpdir(), 'cloudops-drill-'));
    const port = await freePort(PREFERRED_PORT);
    const command = [process.execPath, '--max-semi-space-size=2', join(REPOSITORY, 'tools/drill/src/workload.ts'), String(port)];
    const workloads = join(folder, 'workloads.json');
    writeFileSync(workloads, JSON.stringify({ [runner.workload]: { command, cwd: REPOSITORY } }));
    mkdirSync(dirname(runner.socket), { recursive: true, mode: 0o700 });
    const args = ['--socket', runner.socket, '--state', join(folder, 'state'), '--workloads', workloads];
    // its own process group: Ctrl-C is for the drill, which stops it in order
    const supervisor = spawn(process.execPath, [...supervisorEntry(), ...args], {
      cwd: REPOSITORY,
      stdio: ['ignore', 'ignore', 2],
      detached: true,
    });
    const workload = new SupervisedWorkload(`http://127.0.0.1:${port}`, runner, supervisor, folder);
    try {
      while (!(await workload.#answers())) {
        if (supervisor.exitCode !== null) throw new Error('The supervisor ended; its words are above');
        await delay(100, undefined, { signal });
      }
    } catch (error) {
      await workload.stop();
      throw error;
    }
    return workload;
  }

  /** How often the supervisor has started the workload. */
  async starts(): Promise<number> {
    return (await this.#status()).starts;
  }

  async inject(kind: Fault, seconds: number): Promise<void> {
    const response = await fetch(`${this.url}/fault`, { method: 'POST', body: JSON.stringify({ kind, seconds }) });
    if (!response.ok) throw new Error(`The workload refused the fault: ${await response.text()}`);
  }

  /** Stops supervisor and workload and leaves nothing behind. */
  async stop(): Promise<void> {
    const { supervisor } = this;
    if (supervisor.exitCode === null && supervisor.signalCode === null) {
      const ended = once(supervisor, 'exit');
      supervisor.kill('SIGTERM');
      await Promise.race([ended, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
      supervisor.kill('SIGKILL');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    return fetch(`${this.url}/metrics`, { signal: AbortSignal.timeout(1000) }).then(
      (r) => r.ok,
      () => false,
    );
  }

  #status(): Promise<SupervisorReply> {
    return new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(this.runner.socket);
      socket.setEncoding('utf8').setTimeout(5_000, () => socket.destroy(new Error('The supervisor does not answer')));
      socket.once('error', reject);
      socket.on('data', (part: string) => {
        text += part;
        if (!text.includes('\n')) return;
        socket.destroy();
        resolve(SupervisorReply.parse(JSON.parse(text)));
      });
      socket.write(`${JSON.stringify({ id: 'drill', verb: 'status', workload: this.runner.workload })}\n`);
    });
  }
}

/** The built supervisor, or its source through the loader; a tool starts an app's process, it does not import it. */
function supervisorEntry(): string[] {
  const built = join(REPOSITORY, 'dist/apps/remediation/supervisor.js');
  if (existsSync(built)) return [built];
  return ['--import', join(REPOSITORY, 'tools/register.mjs'), join(REPOSITORY, 'apps/remediation/src/supervisor.ts')];
}
