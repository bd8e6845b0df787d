import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';

export interface BacktestOptions {
  readonly input: string;
  readonly output: string;
}

export const BACKTEST_USAGE = `npm run backtest -- --input DIR --output DIR
Replays recorded series row by row through the detector as it runs in production, with its default configuration, and writes what it said.
  --input DIR   CSV files, read recursively. timestamp,value is one series; timestamp and many columns are one entity, scored as a whole.
                A timestamp is a date (UTC), seconds or milliseconds since 1970, or a small whole number: a row of 60 s. A column label is ignored.
                If there is train/X beside test/X, then test/X goes on where train/X ended.
  --output DIR  the same files with two more columns: anomaly_score (above 1 is anomalous) and is_anomaly (0 or 1)
  --help`;

/** @returns undefined when help is wanted. @throws Error that names the option that is wrong or missing. */
export function backtestOptions(args: readonly string[]): BacktestOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: { input: { type: 'string' }, output: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) return undefined;
  const { input, output } = values;
  if (!input) throw new Error('--input DIR is missing');
  if (!output) throw new Error('--output DIR is missing');
  if (!existsSync(input)) throw new Error(`--input: ${input} does not exist`);
  if (`${resolve(output)}${sep}`.startsWith(`${resolve(input)}${sep}`))
    throw new Error('--output must not lie in --input: it would be read as well');
  return { input, output };
}
