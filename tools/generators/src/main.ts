// npm run generate:service -- <name>   adds a service;   npm run generate:service -- --deployment   writes images, compose and dashboards again
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { generateService, regenerate } from './generate-service.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const [name] = process.argv.slice(2);

if (name === undefined || name === '--help') {
  console.log(
    'npm run generate:service -- <name>         e.g. capacity-planner\nnpm run generate:service -- --deployment   write the derived files again',
  );
  process.exit(name === undefined ? 64 : 0);
}
try {
  const written = name === '--deployment' ? await regenerate(root) : await generateService(root, name);
  console.log(written.map((path) => `wrote ${path}`).join('\n'));
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
if (name !== '--deployment') {
  console.log('Linking the new workspace ...');
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  process.exit(status ?? 1);
}
