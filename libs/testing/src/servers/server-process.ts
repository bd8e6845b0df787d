import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@cloudops/contracts';
import { processIdentity } from './process-identity.ts';
import { endProcess, recordServer } from './server-record.ts';

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Where its output goes; begun anew at every start. */
  readonly logFile: string;
  /** Where the process is written down, for the next start. */
  readonly recordFile: string;
  /** Runs as this user; only root may choose. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Folder that goes with the server, also when we are killed. */
  readonly temporary?: string;
}

export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it with the signal (by default its graceful one) and waits. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts a server in a process group of its own, so that Ctrl-C in the terminal reaches only us and we stop it last. A watchdog stops
 * it when we are killed outright.
 */
export async function startServerProcess(command: ServerCommand, isReady: () => Promise<boolean>): Promise<ServerProcess> {
  const log = openSync(command.logFile, 'w');
  const child = spawn(command.command, command.args, {
    cwd: command.cwd,
    detached: true,
    stdio: ['ignore', log, log],
    ...command.user,
  });
  closeSync(log);
  child.unref();
  const ended = once(child, 'exit').then(
    () => {},
    () => {},
  );
  if (child.pid === undefined) throw new DomainError('unavailable', 'server-failed', `${command.command} cannot be run`);
  const pid = child.pid;
  const identity = processIdentity(pid);
  const dismiss = watchdog(pid, command.temporary);
  void ended.then(dismiss);
  await recordServer(command.recordFile, pid);
  const stop = async (signal: NodeJS.Signals = 'SIGINT'): Promise<void> => {
    child.ref(); // or an event loop with nothing else to do would end before the exit is seen
    await endProcess(pid, identity, signal);
    await ended;
  };
  let running = true;
  void ended.then(() => (running = false));
  for (const giveUpAt = Date.now() + 30_000; !(await isReady()); await delay(15)) {
    if (running && Date.now() < giveUpAt) continue;
    await stop('SIGKILL');
    const cause = lastLines(command.logFile);
    if (command.temporary) rmSync(command.temporary, { recursive: true, force: true });
    throw new DomainError('unavailable', 'server-failed', `${command.command} did not start: ${cause}`);
  }
  return { pid, ended, stop };
}

// the wait is bounded: where nobody reaps orphans, a dead one looks alive
const WATCH =
  'cat >/dev/null; kill -INT $0; n=0; while kill -0 $0 && [ $n -lt 30 ]; do sleep 0.1; n=$((n+1)); done; [ -z "$1" ] || rm -rf "$1"';

/** Its standard input closes when this process ends in any way, kill -9 included; then it stops the server. */
function watchdog(pid: number, temporary = ''): () => void {
  const dog = spawn('/bin/sh', ['-c', WATCH, String(pid), temporary], { detached: true, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] });
  dog.on('error', () => {});
  dog.unref();
  (dog.stdin as unknown as { unref(): void }).unref();
  return () => dog.pid !== undefined && killGroup(dog.pid);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

const lastLines = (file: string): string => readFileSync(file, 'utf8').trim().split('\n').slice(-5).join(' | ') || 'no output';
