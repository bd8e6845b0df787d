import { createInterface } from 'node:readline/promises';
import { run } from './program.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.stdout.on('error', () => process.exit(0)); // `cloudops watch | head` has read enough

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  interactive: process.stdin.isTTY,
  ask: async (question: string): Promise<string> => {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    return lines.question(question, { signal: interrupt.signal }).finally(() => lines.close());
  },
};

process.exitCode = await run(process.argv.slice(2), {
  terminal,
  folder: process.cwd(),
  signal: interrupt.signal,
  complain: (text) => void process.stderr.write(text),
});
