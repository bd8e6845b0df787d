// `npm start`: builds what changed, then becomes the launcher (one process, so that the stack stays small).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));

if (!process.argv.includes('--help') && !process.argv.includes('-h')) {
  process.stdout.write('\n Smart CloudOps AI\n\n');
}
const from = performance.now();
const build = spawnSync(process.execPath, ['tools/build.mjs', '--all'], { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] });
if (build.status !== 0) process.exit(build.status ?? 1);
process.stdout.write(` ✔ Build (${((performance.now() - from) / 1000).toFixed(1)} s)\n`);
process.env.CLOUDOPS_REPOSITORY = repository;
await import('../dist/tools/stack/main.js');
