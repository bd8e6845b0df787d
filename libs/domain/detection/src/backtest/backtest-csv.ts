import { CsvRows } from './csv-rows.ts';
import { readTime } from './read-time.ts';
import { RowScorer } from './row-scorer.ts';
import { type TableColumns, tableColumns, valuesOf } from './table-columns.ts';

/** Characters that are written at a time. */
const PIECE = 1 << 18;

/** What became of a table. */
export interface Backtested {
  readonly rows: number;
  readonly anomalous: number;
  /** Rows without a readable timestamp, or of more or fewer cells than the header; the former are not scored. */
  readonly unreadable: number;
}

/**
 * Replays a recorded table row by row through the detector as it runs in production, strictly online, in memory that does not grow with the table.
 * @param pieces of the text of a CSV, cut anywhere. @param history those of a CSV of what came right before; ignored with other columns.
 * @yields the same CSV with two more columns: anomaly_score (above 1 is anomalous) and is_anomaly. A row that cannot be read scores 0.
 */
export function* backtestCsv(pieces: Iterable<string>, history: Iterable<string> = []): Generator<string, Backtested> {
  const told = { rows: 0, anomalous: 0, unreadable: 0 };
  let table: OpenTable | undefined;
  let lines = '';
  for (const row of rowsOf(pieces)) {
    if (!table) {
      table = openTable(row, history);
      lines = `${[...row.map(quoted), 'anomaly_score', 'is_anomaly'].join(',')}\n`;
      continue;
    }
    const { columns, scorer, width } = table;
    const time = readTime(row[columns.time] ?? '');
    const score = Number.isNaN(time) ? 0 : scorer.next(time, valuesOf(row, columns.values));
    told.rows += 1;
    if (score > 1) told.anomalous += 1;
    if (Number.isNaN(time) || row.length !== width) told.unreadable += 1;
    const cells = row.length === width ? row : Array.from({ length: width }, (_, i) => row[i] ?? '');
    lines += `${cells.map(quoted).join(',')},${Number(score.toPrecision(6))},${score > 1 ? 1 : 0}\n`;
    if (lines.length < PIECE) continue;
    yield lines;
    lines = '';
  }
  yield lines;
  return told;
}

interface OpenTable {
  readonly columns: TableColumns;
  readonly width: number;
  readonly scorer: RowScorer;
}

function openTable(header: readonly string[], history: Iterable<string>): OpenTable {
  const columns = tableColumns(header);
  const scorer = new RowScorer(columns.values.length);
  learnPast(scorer, history);
  return { columns, width: header.length, scorer };
}

function learnPast(scorer: RowScorer, history: Iterable<string>): void {
  let past: TableColumns | undefined;
  for (const row of rowsOf(history)) {
    if (!past) {
      past = tableColumns(row);
      if (past.values.length !== scorer.columns) return;
      continue;
    }
    const time = readTime(row[past.time] ?? '');
    if (!Number.isNaN(time)) scorer.learn(time, valuesOf(row, past.values));
  }
}

function* rowsOf(pieces: Iterable<string>): Generator<string[]> {
  const csv = new CsvRows();
  for (const piece of pieces) yield* csv.push(piece);
  yield* csv.end();
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
