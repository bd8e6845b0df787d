import { parseCsv } from '@cloudops/domain-detection';

/** One column of measurements. */
export interface MetricColumn {
  readonly entity: string;
  readonly metric: string;
  readonly stat: string;
  /** NaN where the cell is empty. */
  readonly values: readonly number[];
}

export interface MetricTable {
  /** ms since the epoch, in the order of the file. */
  readonly times: readonly number[];
  readonly columns: readonly MetricColumn[];
}

/** Reads `timestamp,entity|metric|stat,...`; columns that are named otherwise are left out. @throws Error that says what is wrong in which row. */
export function metricTable(text: string): MetricTable {
  const [header, ...rows] = parseCsv(text);
  if (!header || rows.length === 0) throw new Error('has no rows');
  if (header[0] !== 'timestamp') throw new Error(`must begin with the column timestamp, not ${header[0]}`);
  for (const [i, row] of rows.entries()) {
    if (row.length !== header.length) throw new Error(`row ${i + 2} has ${row.length} cells, the header ${header.length}`);
  }
  return {
    times: rows.map((row, i) => timeOf(row[0]!, i + 2)),
    columns: header.flatMap((name, j) => {
      const parts = name.split('|');
      if (j === 0 || parts.length < 3) return [];
      const [stat, metric] = [parts.pop()!, parts.pop()!];
      return [{ entity: parts.join('|'), metric, stat, values: rows.map((row, i) => numberOf(row[j]!, name, i + 2)) }];
    }),
  };
}

function numberOf(cell: string, column: string, row: number): number {
  const text = cell.trim();
  if (text === '' || /^(nan|null|none)$/i.test(text)) return NaN;
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new Error(`row ${row}, ${column}: ${text} is not a number`);
}

/** Seconds or milliseconds since the epoch, or ISO 8601. */
function timeOf(cell: string, row: number): number {
  const number = Number(cell);
  const ms = cell.trim() === '' ? NaN : Number.isNaN(number) ? Date.parse(cell) : number < 1e11 ? number * 1000 : number;
  if (Number.isNaN(ms)) throw new Error(`row ${row}: ${cell || 'nothing'} is not a time`);
  return ms;
}
