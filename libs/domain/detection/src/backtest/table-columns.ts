/** Which columns of a table are what. */
export interface TableColumns {
  /** Of the time: the one called timestamp, else the first. */
  readonly time: number;
  /** Of the values: all others but `label`. */
  readonly values: readonly number[];
}

export function tableColumns(header: readonly string[]): TableColumns {
  const names = header.map((name) => name.trim().toLowerCase());
  const time = Math.max(0, names.indexOf('timestamp'));
  return { time, values: names.flatMap((name, i) => (i === time || name === 'label' ? [] : [i])) };
}

/** NaN where a cell holds no number. */
export const valuesOf = (row: readonly string[], columns: readonly number[]): Float64Array =>
  Float64Array.from(columns, (column) => {
    const cell = row[column] ?? '';
    return cell.trim() === '' ? NaN : Number(cell);
  });
