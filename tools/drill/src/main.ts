import { readFileSync } from 'node:fs';
import { drill, removeTarget } from './drill.ts';
import { noResult, type DrillResult } from './drill-result.ts';
import { Gateway } from './gateway.ts';
import { note } from './note.ts';
import { parseOptions, USAGE, type DrillOptions } from './options.ts';
import { freshStack, runningStack, type FoundStack } from './stack.ts';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort(new Error('Interrupted')));

async function find(options: DrillOptions): Promise<FoundStack> {
  if (options.target) return { ...options.target, stop: () => Promise.resolve() };
  const running = runningStack();
  if (running) return running;
  note('no stack is running here; starting a fresh one');
  return freshStack(interrupt.signal);
}

async function run(options: DrillOptions, result: DrillResult): Promise<void> {
  const stack = await find(options);
  try {
    note(`drill on ${stack.url}`);
    const key = readFileSync(stack.keyFile, 'utf8').trim();
    try {
      await drill(new Gateway(stack.url, key, interrupt.signal), result, options.timeoutSeconds, interrupt.signal);
    } finally {
      await removeTarget(new Gateway(stack.url, key, new AbortController().signal)).catch((error: unknown) => note(String(error)));
    }
  } finally {
    await stack.stop();
  }
}

async function tell(options: DrillOptions): Promise<void> {
  const result = noResult(options.fault);
  await run(options, result).catch((error: unknown) =>
    note(interrupt.signal.aborted ? 'interrupted' : error instanceof Error ? error.message : String(error)),
  );
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = result.ok ? 0 : 1;
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(`${USAGE}\n`);
  else await tell(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 64;
}
