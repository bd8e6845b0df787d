// npm run backtest -- --input DIR --output DIR
import { backtestFolder } from './backtest-folder.ts';
import { BACKTEST_USAGE, backtestOptions } from './backtest-options.ts';

try {
  const options = backtestOptions(process.argv.slice(2));
  if (options) {
    const all = { files: 0, rows: 0, anomalous: 0 };
    for (const { file, rows, anomalous } of backtestFolder(options.input, options.output)) {
      console.error(`${file}: ${rows} rows, ${anomalous} anomalous`);
      all.files += 1;
      all.rows += rows;
      all.anomalous += anomalous;
    }
    console.log(JSON.stringify({ ...all, output: options.output }));
  } else {
    console.log(BACKTEST_USAGE);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.error('npm run backtest -- --help says how it is used');
  process.exitCode = 1;
}
