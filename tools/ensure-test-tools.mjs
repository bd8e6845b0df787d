// Installs the servers and the browser that the tests drive, where that is possible: on Debian, as root, and only what is missing.
// Elsewhere it says what is missing; the tests that need it then fail with their own message.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PACKAGE_OF = {
  'nats-server': 'nats-server',
  prometheus: 'prometheus',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  'prometheus-node-exporter': 'prometheus-node-exporter',
  chromium: 'chromium',
};
const POLICY = '/usr/sbin/policy-rc.d';

/** The commands of PACKAGE_OF that are not on the PATH. */
const missing = () => Object.keys(PACKAGE_OF).filter((command) => !onPath(command));

function onPath(command) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin'];
  return folders.some((folder) => existsSync(join(folder, command)));
}

/** Returns what is still missing afterwards. */
export function ensureTestTools(log = console.log) {
  const wanted = missing();
  if (wanted.length === 0) return [];
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    log(
      `Not found: ${wanted.join(', ')}. Install them (Debian: apt-get install ${wanted.map((w) => PACKAGE_OF[w]).join(' ')}); tests that need them fail.`,
    );
    return wanted;
  }
  log(`Installing ${wanted.join(', ')} with apt-get (once) ...`);
  install(
    wanted.map((command) => PACKAGE_OF[command]),
    log,
  );
  return missing();
}

function install(packages, log) {
  // the packages bring daemons of their own, which must not start: the tests start theirs, on free ports
  const ownPolicy = !existsSync(POLICY);
  if (ownPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    ]) {
      const { status, stdout, stderr } = spawnSync('apt-get', args, {
        encoding: 'utf8',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
      if (status !== 0) log(`apt-get ${args[0]} failed:\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);
    }
  } finally {
    if (ownPolicy) rmSync(POLICY, { force: true });
  }
}

if (process.argv[1] === import.meta.filename) process.exitCode = ensureTestTools().length === 0 ? 0 : 1;
