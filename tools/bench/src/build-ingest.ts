import { spawnSync } from 'node:child_process';

const REPOSITORY = new URL('../../../', import.meta.url).pathname;

/** Builds metrics-ingest, so that its bundle is what is measured. Ends this process when that fails; the build has said why. */
export function buildIngest(): void {
  const { status } = spawnSync(process.execPath, ['tools/build.mjs', 'apps/metrics-ingest'], { cwd: REPOSITORY, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
