import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import type { Writable } from 'node:stream';

export interface ChildSpec {
  readonly name: string;
  /** Absolute path of the bundle that Node runs. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly nodeOptions: readonly string[];
}

const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 5_000;
const STABLE_AFTER_MS = 30_000;
const STOP_DEADLINE_MS = 12_000;

/** One service process that is started again, with backoff, whenever it dies before `stop`. Emits `spawned` and `died`. */
export class Child extends EventEmitter<{ spawned: [number]; died: [string] }> {
  readonly name: string;
  readonly #spec: ChildSpec;
  readonly #log: Writable;
  #process: ChildProcess | undefined;
  #stopping = false;
  #backoffMs = FIRST_BACKOFF_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(spec: ChildSpec, log: Writable) {
    super();
    this.name = spec.name;
    this.#spec = spec;
    this.#log = log;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  start(): void {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...this.#spec.nodeOptions, this.#spec.entry], {
      env: this.#spec.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    child.stdout.pipe(this.#log, { end: false });
    child.stderr.pipe(this.#log, { end: false });
    child.once('exit', (code, signal) => this.#exited(signal ?? `exit code ${code}`, performance.now() - startedAt));
    if (child.pid !== undefined) this.emit('spawned', child.pid);
  }

  /** SIGTERM, then SIGKILL after 12 s; resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    await gone;
    clearTimeout(deadline);
  }

  #exited(how: string, livedMs: number): void {
    if (this.#stopping) return;
    this.#backoffMs = livedMs > STABLE_AFTER_MS ? FIRST_BACKOFF_MS : Math.min(this.#backoffMs * 2, LONGEST_BACKOFF_MS);
    this.emit('died', how);
    this.#timer = setTimeout(() => this.start(), this.#backoffMs);
  }
}
