import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';
import { waitFor } from '@cloudops/testing';

export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const START_TIMEOUT_MS = 180_000;

export interface StackFacts {
  url: string;
  remoteWriteUrl: string;
  adminKeyFile: string;
  writeKeyFile: string;
  dataDir: string;
  pid: number;
  processes: Record<string, number>;
  ready: boolean;
}

/** The real stack as `npm start` runs it, in a folder and on ports of its own. */
export class RunningStack {
  readonly dataDirectory: string;
  readonly #process: ChildProcess;
  #output = '';

  private constructor(dataDirectory: string, port: number) {
    this.dataDirectory = dataDirectory;
    this.#process = spawn(process.execPath, ['tools/start.mjs', '--data', dataDirectory, '--port', String(port)], {
      cwd: REPOSITORY,
      env: withoutJestFlags(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
  }

  static async start(dataDirectory?: string, port = 3300): Promise<RunningStack> {
    const stack = new RunningStack(dataDirectory ?? (await mkdtemp(join(tmpdir(), 'cloudops-acceptance-'))), port);
    await waitFor(() => stack.#readyOrDead(), { timeoutMs: START_TIMEOUT_MS });
    return stack;
  }

  get output(): string {
    return this.#output;
  }

  get facts(): StackFacts {
    return JSON.parse(readFileSync(this.#stackFile, 'utf8')) as StackFacts;
  }

  get adminKey(): string {
    return readFileSync(this.facts.adminKeyFile, 'utf8').trim();
  }

  get writeKey(): string {
    return readFileSync(this.facts.writeKeyFile, 'utf8').trim();
  }

  pidOf(name: string): number {
    const pid = this.facts.processes[name];
    if (pid === undefined) throw new Error(`No process called ${name}`);
    return pid;
  }

  get launcherPid(): number {
    return this.#process.pid ?? 0;
  }

  get(path: string, key = this.adminKey): Promise<Response> {
    return fetch(this.facts.url + path, { headers: { authorization: `Bearer ${key}` } });
  }

  post(path: string, body: unknown, key = this.adminKey): Promise<Response> {
    return fetch(this.facts.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** `data` of an enveloped answer. */
  async data<T>(path: string): Promise<T> {
    const response = await this.get(path);
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { data: T }).data;
  }

  /** As Ctrl-C does; resolves when the launcher has ended. */
  async stop(): Promise<number | null> {
    if (this.#process.exitCode !== null) return this.#process.exitCode;
    const ended = once(this.#process, 'exit') as Promise<[number | null]>;
    this.#process.kill('SIGINT');
    return (await ended)[0];
  }

  get #stackFile(): string {
    return join(this.dataDirectory, 'run', 'stack.json');
  }

  #readyOrDead(): boolean {
    if (this.#process.exitCode !== null) throw new Error(`The stack ended with ${this.#process.exitCode}:\n${this.#output}`);
    return existsSync(this.#stackFile) && this.#output.includes('admin key:') && this.facts.ready;
  }
}

function withoutJestFlags(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _flags, DATABASE_URL: _database, NATS_URL: _nats, ...env } = process.env;
  return env;
}
