import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@cloudops/contracts';
import { processIdentity } from './process-identity.ts';

interface ServerRecord {
  readonly pid: number;
  readonly identity: string;
  readonly owner: number;
  readonly ownerIdentity: string;
}

/** Writes down which process serves a data directory and who started it. */
export async function recordServer(file: string, pid: number): Promise<void> {
  const identity = processIdentity(pid);
  if (identity === undefined) return; // it is gone again; whoever waits for it will say so
  const record: ServerRecord = { pid, identity, owner: process.pid, ownerIdentity: processIdentity(process.pid) ?? '' };
  await writeFile(file, JSON.stringify(record));
}

/**
 * Stops a server whose starter was killed and could not stop it.
 * @throws DomainError `conflict` (`already-running`) when its starter is alive: the data directory is in use.
 */
export async function stopOrphan(file: string): Promise<void> {
  const record = await readRecord(file);
  if (record && processIdentity(record.pid) === record.identity) {
    if (record.owner !== process.pid && processIdentity(record.owner) === record.ownerIdentity) {
      throw new DomainError('conflict', 'already-running', `Process ${record.owner} already runs a server here (${file}): stop it first`);
    }
    await endProcess(record.pid, record.identity, 'SIGINT');
  }
  await rm(file, { force: true });
}

/** Signals a process and waits until it is gone; after ten seconds it is killed. */
export async function endProcess(pid: number, identity: string | undefined, signal: NodeJS.Signals): Promise<void> {
  if (identity === undefined) return;
  const killAt = Date.now() + 10_000;
  kill(pid, signal);
  for (let killed = false; processIdentity(pid) === identity; await delay(10)) {
    if (killed || Date.now() < killAt) continue;
    kill(pid, 'SIGKILL');
    killed = true;
  }
}

async function readRecord(file: string): Promise<ServerRecord | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ServerRecord;
  } catch {
    return undefined;
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended by itself
  }
}
