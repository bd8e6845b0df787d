// npm run fuzz:remote-write -- [--count N] [--seed S]: mutated remote_write bodies against the real service; a seed repeats a run.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { count: { type: 'string', default: '100000' }, seed: { type: 'string' } } });
const numbers = { FUZZ_COUNT: values.count, ...(values.seed === undefined ? {} : { FUZZ_SEED: values.seed }) };
for (const [name, value] of Object.entries(numbers)) {
  if (!/^\d+$/.test(value)) {
    console.error(`${name.slice(5).toLowerCase()} must be a whole number`);
    process.exit(64);
  }
}
const child = spawn('jest', ['--selectProjects', 'metrics-ingest', '--', 'fuzz[.]int[.]spec'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, ...numbers, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
});
child.on('exit', (code) => process.exit(code ?? 1));
