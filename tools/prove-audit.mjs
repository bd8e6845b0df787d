// npm run prove:audit -- [--cases N] [--seed S]: tampers with an audit on real Postgres and says, as JSON on the last line, whether all of it was found.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { cases: { type: 'string', default: '1000' }, seed: { type: 'string', default: '20261124' } } });
for (const [name, value] of Object.entries(values)) {
  if (!/^\d{1,9}$/.test(value)) {
    console.error(`--${name} must be a whole number`);
    process.exit(64);
  }
}
const child = spawn('jest', ['--forceExit', '--selectProjects', 'platform-postgres', '--', 'audit-tampering[.]int[.]spec'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: {
    ...process.env,
    AUDIT_CASES: values.cases,
    AUDIT_SEED: values.seed,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  },
});
child.on('exit', (code) => {
  console.log(JSON.stringify({ cases: Number(values.cases), seed: Number(values.seed), allFound: code === 0 }));
  process.exit(code ?? 1);
});
