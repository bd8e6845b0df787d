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

/**
 * Reads `timestamp,entity|metric|stat,...`; columns that are named otherwise are left out, and so are rows without a time. A cell that is missing
 * or no number is NaN. @param note told what could not be read. @throws Error where there is no column timestamp, or no row.
 */
export function metricTable(text: string, note: (fault: string) => void): MetricTable {
  const [header, ...all] = parseCsv(text);
  const at = header?.findIndex((name) => name.trim().toLowerCase() === 'timestamp') ?? -1;
  if (!header || at < 0) throw new Error('has no column timestamp');
  const rows = all.flatMap((cells) => {
    const time = timeOf(cells[at] ?? '');
    return Number.isNaN(time) ? [] : [{ time, cells }];
  });
  if (rows.length === 0) throw new Error('has no rows');
  const short = rows.filter(({ cells }) => cells.length !== header.length).length;
  if (rows.length < all.length) note(`${all.length - rows.length} rows have no time`);
  if (short > 0) note(`${short} rows have not as many cells as the header`);
  let strange = 0;
  const numberOf = (cell: string): number => {
    const text = cell.trim();
    if (text === '' || /^(nan|null|none)$/i.test(text)) return NaN;
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    strange += 1;
    return NaN;
  };
  const columns = header.flatMap((name, j) => {
    const parts = name.trim().split('|');
    if (j === at || parts.length < 3) return [];
    const [stat, metric] = [parts.pop()!, parts.pop()!];
    return [{ entity: parts.join('|'), metric, stat, values: rows.map(({ cells }) => numberOf(cells[j] ?? '')) }];
  });
  if (strange > 0) note(`${strange} cells are no numbers`);
  return { times: rows.map(({ time }) => time), columns };
}

/** Seconds or milliseconds since the epoch, or ISO 8601; NaN where it is neither. */
function timeOf(cell: string): number {
  const number = cell.trim() === '' ? NaN : Number(cell);
  return Number.isNaN(number) ? Date.parse(cell) : number < 1e11 ? number * 1000 : number;
}
