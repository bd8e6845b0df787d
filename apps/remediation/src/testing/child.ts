import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

export interface Child {
  readonly process: ChildProcess;
  /** Everything it wrote, for messages of failing tests. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Another entry of this app as a real process, from its source. */
export function startChild(entry: 'executor' | 'supervisor', args: readonly string[], env: Record<string, string>): Child {
  const child = spawn(process.execPath, ['--import', `${ROOT}/tools/register.mjs`, `${ROOT}/apps/remediation/src/${entry}.ts`, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return {
    process: child,
    output: () => output,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
}
