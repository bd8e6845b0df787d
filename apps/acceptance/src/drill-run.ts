import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DrillResult } from '@cloudops/tool-drill';
import { REPOSITORY, type RunningStack } from './running-stack.ts';

/** Runs `npm run drill` against a stack that is already up; `onProgress` sees each line of progress as it is printed. */
export async function runDrill(
  stack: RunningStack,
  fault: string,
  onProgress: (line: string) => void = () => undefined,
): Promise<DrillResult> {
  const child = spawn(
    'npm',
    ['run', '--silent', 'drill', '--', '--fault', fault, '--url', stack.facts.url, '--key', stack.facts.adminKeyFile],
    {
      cwd: REPOSITORY,
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  let progress = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    progress += text;
    for (const line of text.split('\n')) if (line.trim() !== '') onProgress(line);
  });
  await once(child, 'close');
  const last = output.trim().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(last) as DrillResult;
  } catch {
    throw new Error(`The drill printed no result.\n${progress}\n${output}`);
  }
}
