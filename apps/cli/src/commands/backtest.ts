import { backtestFolder } from '../backtest-folder.ts';
import type { BacktestOptions } from './backtest-options.ts';

/** `cloudops backtest`: needs no gateway. @param out receives a line of JSON at the end, `note` a line a file. */
export function backtest({ input, output }: BacktestOptions, out: (text: string) => void, note: (text: string) => void): void {
  const all = { files: 0, rows: 0, anomalous: 0 };
  for (const { file, rows, anomalous } of backtestFolder(input, output)) {
    note(`${file}: ${rows} rows, ${anomalous} anomalous\n`);
    all.files += 1;
    all.rows += rows;
    all.anomalous += anomalous;
  }
  out(`${JSON.stringify({ ...all, output })}\n`);
}
