import { CsvRows } from './csv-rows.ts';

/** Rows of cells of a text that is there as a whole; empty lines are left out. */
export function parseCsv(text: string): string[][] {
  const rows = new CsvRows();
  return [...rows.push(text), ...rows.end()];
}
