import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Sum of the sizes of all files below a folder; 0 when it is not there. */
export function folderBytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
