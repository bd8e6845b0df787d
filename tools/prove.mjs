import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Runs one spec with `--<count>` cases from `--seed`, and prints JSON as the last line: both, the seconds, and under `verdict` whether it held.
 * `environment` says which variables of the spec take the two.
 */
export function prove({ project, spec, count, cases, environment, verdict }) {
  const options = { [count]: { type: 'string', default: String(cases) }, seed: { type: 'string', default: '20261124' } };
  const { values } = parseArgs({ options });
  for (const [name, value] of Object.entries(values)) {
    if (!/^\d{1,9}$/.test(value)) {
      console.error(`--${name} must be a whole number`);
      process.exit(64);
    }
  }
  const begun = Date.now();
  const child = spawn('jest', ['--forceExit', '--selectProjects', project, '--', spec], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: {
      ...process.env,
      [environment.count]: values[count],
      [environment.seed]: values.seed,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    },
  });
  child.on('exit', (code) => {
    const seconds = Math.round((Date.now() - begun) / 1000);
    console.log(JSON.stringify({ [count]: Number(values[count]), seed: Number(values.seed), seconds, [verdict]: code === 0 }));
    process.exit(code ?? 1);
  });
}
