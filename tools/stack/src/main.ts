import { fileURLToPath } from 'node:url';
import { parseOptions, USAGE } from './options.ts';
import { Progress } from './progress.ts';
import { startStack, type Stack } from './stack.ts';
import { welcome } from './welcome.ts';

const repository = process.env.CLOUDOPS_REPOSITORY ?? fileURLToPath(new URL('../../..', import.meta.url));

try {
  const options = parseOptions(process.argv.slice(2), process.cwd());
  if (options === 'help') {
    process.stdout.write(`${USAGE}\n`);
  } else {
    await runUntilSignal((signal) => startStack(options, repository, process.env, new Progress(), signal));
  }
} catch (error) {
  process.stderr.write(`\n${(error as Error).message}\n`);
  process.exitCode = 1;
}

/** The first Ctrl-C or SIGTERM stops everything in order; further ones are ignored, since stopping is bounded. */
async function runUntilSignal(start: (signal: AbortSignal) => Promise<Stack>): Promise<void> {
  const aborter = new AbortController();
  const asked = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        aborter.abort(new Error('Stopped before everything was ready.'));
        resolve();
      });
    }
  });
  const stack = await start(aborter.signal);
  process.stdout.write(welcome(stack.file));
  await asked;
  process.stdout.write('\nStopping ...\n');
  await stack.stop();
  process.stdout.write('Stopped. Data is kept; `npm start` goes on from here.\n');
}
