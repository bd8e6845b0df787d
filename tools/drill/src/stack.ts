import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { note } from './note.ts';
import { REPOSITORY } from './repository.ts';

export interface FoundStack {
  readonly url: string;
  readonly keyFile: string;
  /** Stops it if the drill started it; else does nothing. */
  readonly stop: () => Promise<void>;
}

interface StackFile {
  readonly url: string;
  readonly adminKeyFile: string;
  readonly pid: number;
  readonly ready?: boolean;
}

const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 30_000;

/** The stack that `npm start` runs in .cloudops of this repository; `undefined` when none is running and ready. */
export function runningStack(): FoundStack | undefined {
  const facts = readStackFile(join(REPOSITORY, '.cloudops'));
  if (!facts || facts.ready === false || !isRunning(facts.pid)) return undefined;
  return { url: facts.url, keyFile: facts.adminKeyFile, stop: () => Promise.resolve() };
}

/** A stack of its own in a temporary folder, on a free port. */
export async function freshStack(signal: AbortSignal): Promise<FoundStack> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudops-drill-'));
  chmodSync(folder, 0o755); // Postgres runs as its own user below it
  const data = join(folder, 'data');
  const port = await freePort();
  // stdout belongs to the result
  const child = spawn(process.execPath, ['tools/start.mjs', '--data', data, '--port', String(port)], {
    cwd: REPOSITORY,
    stdio: ['ignore', 2, 2],
    detached: true,
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGINT');
      await Promise.race([ended, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const giveUpAt = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      const facts = readStackFile(data);
      if (facts?.ready === true) return { url: facts.url, keyFile: facts.adminKeyFile, stop };
      if (child.exitCode !== null) throw new Error('The stack ended before it was ready; its output above says why');
      if (performance.now() > giveUpAt) throw new Error('The stack was not ready within five minutes');
      await delay(500, undefined, { signal });
    }
  } catch (error) {
    note('stopping the fresh stack');
    await stop();
    throw error;
  }
}

function readStackFile(dataDirectory: string): StackFile | undefined {
  const file = join(dataDirectory, 'run', 'stack.json');
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StackFile) : undefined;
  } catch {
    return undefined; // being written
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function freePort(preferred = 0): Promise<number> {
  const server = createServer();
  const listening = new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(preferred, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  try {
    return await listening;
  } catch (error) {
    if (preferred === 0) throw error;
    return freePort();
  } finally {
    server.close();
  }
}
