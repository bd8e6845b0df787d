import { inheritedVariables } from '@cloudops/platform-config';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { signalGroup } from './process-group.ts';
import type { WorkloadSpec } from './workload-spec.ts';

const TERM_GRACE_MS = 5_000;
const BACKOFF_MS = { least: 500, most: 30_000 };
/** A workload that ran this long before it died is started again at once. */
const STABLE_MS = 10_000;
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];

/** One process group that is kept running: started again when it dies, stopped by SIGTERM and then SIGKILL. */
export class Workload {
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #backoff = BACKOFF_MS.least;
  #dismissed = false;

  constructor(
    private readonly spec: WorkloadSpec,
    private readonly onStart: (pid: number) => void,
    private readonly onCrash: (how: string) => void,
  ) {}

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Starts it unless it runs. @throws Error when the command cannot be run; it is tried again after a while. */
  async start(): Promise<number> {
    clearTimeout(this.#timer);
    if (this.#dismissed) throw new Error('The supervisor is stopping');
    if (this.#child?.pid !== undefined) return this.#child.pid;
    const [command = '', ...args] = this.spec.command;
    const inherited = inheritedVariables(INHERITED);
    const child = spawn(command, args, {
      cwd: this.spec.cwd,
      env: { ...inherited, ...this.spec.env },
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    try {
      await once(child, 'spawn');
    } catch (error) {
      this.#startLater();
      throw error;
    }
    const pid = child.pid ?? 0;
    const from = performance.now();
    this.#child = child;
    child.once('exit', (code, signal) => this.#exited(child, pid, `${signal ?? `code ${code}`}`, performance.now() - from));
    this.onStart(pid);
    return pid;
  }

  /** Stops the whole group, and stays stopped. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined) return;
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
    signalGroup(child.pid, 'SIGTERM');
    await Promise.race([gone, delay(TERM_GRACE_MS, undefined, { ref: false })]);
    signalGroup(child.pid, 'SIGKILL');
    await gone;
  }

  /** Stops it for good: whoever is about to start it again, cannot. */
  async dismiss(): Promise<void> {
    this.#dismissed = true;
    await this.stop();
  }

  #exited(child: ChildProcess, pid: number, how: string, ranMs: number): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    signalGroup(pid, 'SIGKILL');
    this.onCrash(how);
    if (ranMs >= STABLE_MS) this.#backoff = BACKOFF_MS.least;
    this.#startLater();
  }

  #startLater(): void {
    this.#timer = setTimeout(() => void this.start().catch((error: unknown) => this.onCrash(String(error))), this.#backoff);
    this.#backoff = Math.min(BACKOFF_MS.most, this.#backoff * 2);
  }
}
