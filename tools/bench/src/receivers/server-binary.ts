import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { waitFor } from '@cloudops/testing';

const POLICY = '/usr/sbin/policy-rc.d';

/** Path of a program of one of Debian's packages, by default of the same name; installs it where that is possible. @throws Error that says what to do. */
export function ensurePackage(name: string, program = name): string {
  const path = `/usr/bin/${program}`;
  if (existsSync(path)) return path;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    throw new Error(`${name} is not installed (Debian: apt-get install ${name}); or leave it out with --only`);
  }
  process.stderr.write(`Installing ${name} with apt-get (once) ...\n`);
  const ownPolicy = !existsSync(POLICY);
  if (ownPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 }); // the package's own daemon must not start
  try {
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
      spawnSync('apt-get', ['-qq', ...args], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    }
  } finally {
    if (ownPolicy) rmSync(POLICY, { force: true });
  }
  if (!existsSync(path)) throw new Error(`apt-get could not install ${name}; leave it out with --only`);
  return path;
}

/** Runs a server until `stop`; resolves once `readyUrl` answers 200. */
export async function runServer(
  command: string,
  args: readonly string[],
  readyUrl: string,
): Promise<{ pid: number; stop(): Promise<void> }> {
  const child = spawn(command, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const atOurEnd = (): void => void child.kill('SIGKILL');
  process.once('exit', atOurEnd);
  await waitFor(async () => (await fetch(readyUrl)).ok, { timeoutMs: 30_000, intervalMs: 100, what: command });
  return {
    pid: child.pid!,
    stop: async () => {
      process.off('exit', atOurEnd);
      child.kill('SIGTERM');
      await ended;
    },
  };
}
