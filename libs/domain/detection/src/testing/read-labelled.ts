import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LabelledFile {
  readonly key: string;
  /** Timestamps as the windows write them. */
  readonly labels: string[];
  /** The same in ms, made strictly ascending. */
  readonly times: number[];
  readonly values: number[];
  readonly windows: [string, string][];
}

const plain = (stamp: string): string => stamp.trim().replace(/\.0+$/, '');

/** Reads every `data/<category>/<file>.csv` (timestamp,value) that `windows.json` of the folder labels. */
export function readLabelled(folder: string): LabelledFile[] {
  const windows = JSON.parse(readFileSync(join(folder, 'windows.json'), 'utf8')) as Record<string, [string, string][]>;
  return readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8' })
    .filter((key) => key in windows)
    .toSorted()
    .map((key) => {
      const rows = readFileSync(join(folder, 'data', key), 'utf8')
        .trim()
        .split('\n')
        .slice(1);
      const labels = rows.map((row) => plain(row.slice(0, row.indexOf(','))));
      let last = -Infinity;
      const times = labels.map((label) => (last = Math.max(last + 1, Date.parse(`${label.replace(' ', 'T')}Z`))));
      const values = rows.map((row) => Number(row.split(',')[1]));
      return { key, labels, times, values, windows: windows[key]!.map(([a, b]) => [plain(a), plain(b)]) };
    });
}
