// npm test [-- stage ...]: every stage in order; the last line is "N passed, N failed". A stage that runs no test is a failure, and so is a test
// that is skipped where it could run.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureTestTools } from './ensure-test-tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'cloudops-test-'));
const env = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
  NX_DAEMON: 'false',
  FORCE_COLOR: '0',
};

/** What failed is told again at the end: a log that somebody has cut still has its last lines. */
const stories = [];
const STORY = 3000;

/** A command passes or fails as a whole and counts as one. Without a project graph the boundary rule would be silent. */
const command =
  (...lines) =>
  async () => {
    for (const line of lines) {
      const { code, output } = await run(line, {}, 15);
      if (code !== 0) return { passed: 0, failed: 1, output };
    }
    return { passed: 1, failed: 0 };
  };

const tier =
  (name, { workers, testSeconds, minutes }) =>
  async () => {
    const report = join(scratch, `${name}.json`);
    const line = `jest --json --outputFile=${report} --reporters=${join(root, 'tools/test-reporter.mjs')} --maxWorkers=${workers} --testTimeout=${testSeconds * 1000}`;
    const variables = { TIER: name, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };
    const { code, output } = await run(line, variables, minutes, (text) => process.stdout.write(text));
    let json;
    try {
      json = JSON.parse(readFileSync(report, 'utf8'));
    } catch {
      return { passed: 0, failed: 1, output: `jest ended with ${code} and without a report\n${output.slice(-4000)}` };
    }
    for (const { status, name: file, message } of json.testResults)
      if (status === 'failed') stories.push(`✘ ${file}\n${message}`.slice(0, STORY));
    const skipped = json.numPendingTests + json.numTodoTests;
    const failed = json.numFailedTests + json.numRuntimeErrorTestSuites + (everythingCanRun ? skipped : 0);
    if (json.numTotalTests === 0) return { passed: 0, failed: failed + 1, output: 'no test ran' };
    if (code !== 0 && failed === 0)
      return { passed: json.numPassedTests, failed: 1, output: `jest ended with ${code}\n${output.slice(-4000)}` };
    return {
      passed: json.numPassedTests,
      failed,
      output: skipped > 0 ? `${skipped} skipped: ${everythingCanRun ? 'all can run here, so this is a failure' : NEEDS}` : undefined,
    };
  };

/** Some tests need root (to start servers as another user), Linux, or public data sets that are not part of this repository. */
const NEEDS = 'they need Linux, root, or the data sets in ../shared/data';
const everythingCanRun = process.platform === 'linux' && process.getuid() === 0 && existsSync(join(root, '../shared/data/nab'));

const cores = availableParallelism();
const STAGES = {
  lint: command('nx show projects', 'eslint .'),
  format: command('prettier --check .'),
  types: command('tsc --noEmit --pretty false', 'tsc --noEmit --pretty false -p apps/console'),
  unit: tier('unit', { workers: cores, testSeconds: 20, minutes: 10 }),
  integration: tier('integration', { workers: Math.max(1, Math.min(2, cores - 1)), testSeconds: 90, minutes: 20 }),
  acceptance: tier('acceptance', { workers: 1, testSeconds: 900, minutes: 40 }),
};
/** They only read, and keep one core busy each, so they run beside each other. */
const BESIDE_EACH_OTHER = ['lint', 'format', 'types'];

/** Runs in a process group of its own, so that nothing of a stage that hangs stays behind. */
function run(line, variables, minutes, progress) {
  return new Promise((resolve) => {
    const child = spawn(line, { cwd: root, env: { ...env, ...variables }, shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    groups.add(child.pid);
    let output = '';
    const take = (shown) => (chunk) => {
      const text = String(chunk);
      output = (output + text).slice(-200_000);
      if (shown) progress?.(text);
    };
    child.stdout.on('data', take(true));
    child.stderr.on('data', take(false));
    const timer = setTimeout(() => {
      output += `\nstopped after ${minutes} minutes`;
      endGroup(child.pid);
    }, minutes * 60_000);
    child.on('close', (code) => {
      clearTimeout(timer);
      endGroup(child.pid);
      resolve({ code: code ?? 1, output });
    });
  });
}

const groups = new Set();
function endGroup(pid) {
  groups.delete(pid);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // all of it has ended by itself
  }
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const pid of groups) endGroup(pid);
    rmSync(scratch, { recursive: true, force: true });
    process.exit(130);
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STAGES));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}.`);
  process.exit(64);
}
if (asked.length === 0 || asked.includes('integration') || asked.includes('acceptance')) ensureTestTools();

const timed = async (name) => {
  const started = performance.now();
  const outcome = await STAGES[name]();
  return { ...outcome, seconds: Math.round((performance.now() - started) / 1000) };
};

const total = { passed: 0, failed: 0 };
const chosen = Object.keys(STAGES).filter((name) => asked.length === 0 || asked.includes(name));
const begun = new Map(chosen.filter((name) => BESIDE_EACH_OTHER.includes(name)).map((name) => [name, timed(name)]));
for (const name of chosen) {
  console.log(`\n${name} ...`);
  const { passed, failed, output, seconds } = await (begun.get(name) ?? timed(name));
  if (output) console.log(output.trimEnd());
  console.log(`${failed === 0 ? '✔' : '✘'} ${name}: ${passed} passed, ${failed} failed (${seconds} s)`);
  total.passed += passed;
  total.failed += failed;
}
rmSync(scratch, { recursive: true, force: true });
if (stories.length > 0) console.log(`\nWhat failed, again:\n${stories.join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
