import { parseCsv } from './parse-csv.ts';
import { readTime } from './read-time.ts';
import { tableColumns, valuesOf } from './table-columns.ts';

/** A recorded table as a whole. */
export interface Table {
  readonly header: readonly string[];
  /** Every row as it was read. */
  readonly cells: readonly (readonly string[])[];
  /** ms since 1970, one a row. */
  readonly times: readonly number[];
  /** One array a row: the columns that are neither timestamp nor label; NaN where there is no number. */
  readonly values: readonly Float64Array[];
}

/** @throws Error that names the row or column that is wrong. */
export function readTable(text: string): Table {
  const [header, ...cells] = parseCsv(text);
  if (!header) throw new Error('is empty');
  const columns = tableColumns(header);
  if (columns.values.length === 0) throw new Error('has no column of values');
  const times = cells.map((row, i) => {
    const at = readTime(row[columns.time] ?? '');
    if (Number.isNaN(at)) throw new Error(`row ${i + 2}: "${row[columns.time] ?? ''}" is no timestamp`);
    return at;
  });
  return { header, cells, times, values: cells.map((row) => valuesOf(row, columns.values)) };
}
