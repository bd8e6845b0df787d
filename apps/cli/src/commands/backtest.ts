import { backtestFolder } from '../backtest-folder.ts';
import type { BacktestOptions } from './backtest-options.ts';

/** `cloudops backtest`: needs no gateway. @param out receives a line of JSON at the end, `note` a line a file. */
export function backtest({ input, output }: BacktestOptions, out: (text: string) => void, note: (text: string) => void): void {
  const all = { files: 0, rows: 0, anomalous: 0, unreadable: 0 };
  for (const { file, rows, anomalous, unreadable } of backtestFolder(input, output)) {
    const bad = unreadable > 0 ? `, ${unreadable} not readable: no timestamp, or not as many cells as the header` : '';
    note(`${file}: ${rows} rows, ${anomalous} anomalous${bad}\n`);
    all.files += 1;
    all.rows += rows;
    all.anomalous += anomalous;
    all.unreadable += unreadable;
  }
  out(`${JSON.stringify({ ...all, output })}\n`);
}
