import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Version of the installation: that of the root package.json, found upwards from this file (source or bundle). */
export const SERVICE_VERSION = findVersion(import.meta.dirname);

function findVersion(folder: string): string {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; version?: string };
    if (name === 'smart-cloudops-ai' && version) return version;
  } catch {
    // no package.json here: look one folder up
  }
  return dirname(folder) === folder ? '0.0.0' : findVersion(dirname(folder));
}
