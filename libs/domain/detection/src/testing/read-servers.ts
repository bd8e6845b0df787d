import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerFile {
  readonly name: string;
  readonly rows: Float64Array[];
  readonly labels: boolean[];
}

/** Reads every `<name>.csv` of a folder: timestamp, one column a signal, and a last column that is above 0 where a point is labelled. */
export function readServers(folder: string): ServerFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .toSorted()
    .map((name) => {
      const cells = readFileSync(join(folder, name), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map(Number));
      return { name, rows: cells.map((row) => Float64Array.from(row.slice(1, -1))), labels: cells.map((row) => row.at(-1)! > 0) };
    });
}
