import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { readTable, type Table } from './read-table.ts';
import { replay } from './replay.ts';

export interface Backtested {
  readonly file: string;
  readonly rows: number;
  readonly anomalous: number;
}

/** Replays every CSV of a folder and writes it with its scores to the same path of another. @yields what was done, file by file. @throws Error that names the file. */
export function* backtestFolder(input: string, output: string): Generator<Backtested> {
  const files = readdirSync(input, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.csv'));
  if (files.length === 0) throw new Error(`--input: there is no .csv in ${input}`);
  for (const file of files.toSorted()) {
    const table = tableOf(input, file);
    const before = historyOf(file);
    const scores = replay(table, before && existsSync(join(input, before)) ? tableOf(input, before) : undefined);
    const target = join(output, file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, withScores(table, scores));
    yield { file, rows: scores.length, anomalous: scores.filter((score) => score > 1).length };
  }
}

function tableOf(folder: string, file: string): Table {
  try {
    return readTable(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** `a/test/x.csv` -> `a/train/x.csv`. */
function historyOf(file: string): string | undefined {
  const parts = file.split(sep);
  const at = parts.lastIndexOf('test', parts.length - 2);
  return at < 0 ? undefined : parts.with(at, 'train').join(sep);
}

function withScores({ header, cells }: Table, scores: Float64Array): string {
  const lines = cells.map((row, i) => [...row.map(quoted), Number(scores[i]!.toPrecision(6)), scores[i]! > 1 ? 1 : 0].join(','));
  return `${[[...header.map(quoted), 'anomaly_score', 'is_anomaly'].join(','), ...lines].join('\n')}\n`;
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
