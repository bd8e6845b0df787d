import { spawnSync } from 'node:child_process';

const REPOSITORY = new URL('../../../', import.meta.url).pathname;

/** Builds apps (`apps/metrics-ingest`), so that their bundles are what is measured. Ends this process when that fails; the build has said why. */
export function buildApps(...apps: readonly string[]): void {
  const { status } = spawnSync(process.execPath, ['tools/build.mjs', ...apps], { cwd: REPOSITORY, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
