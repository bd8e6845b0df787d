import { readTable } from './read-table.ts';
import { replay } from './replay.ts';

/** A table with what the detector said of each row. */
export interface BacktestedTable {
  /** The same CSV with two more columns: anomaly_score (above 1 is anomalous) and is_anomaly. */
  readonly text: string;
  readonly rows: number;
  readonly anomalous: number;
}

/**
 * Replays a recorded table row by row through the detector as it runs in production, strictly online.
 * @param text CSV. @param history CSV of what came right before, with the same columns. @throws Error that names the row or column that is wrong.
 */
export function backtestTable(text: string, history?: string): BacktestedTable {
  const table = readTable(text);
  const scores = replay(table, history === undefined ? undefined : readTable(history));
  const lines = table.cells.map((row, i) => [...row.map(quoted), Number(scores[i]!.toPrecision(6)), scores[i]! > 1 ? 1 : 0].join(','));
  return {
    text: `${[[...table.header.map(quoted), 'anomaly_score', 'is_anomaly'].join(','), ...lines].join('\n')}\n`,
    rows: scores.length,
    anomalous: scores.filter((score) => score > 1).length,
  };
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
