export interface BacktestOptions {
  readonly input: string;
  readonly output: string;
}

export const BACKTEST_HELP = `
CSV files are read recursively. timestamp,value is one series; timestamp and many columns are one entity, scored as a whole.
A timestamp is a date (UTC where it names no zone), seconds, ms, us or ns since 1970, or a small whole number: a row of 60 s.
A column label is ignored. A row without a readable timestamp scores 0, and is counted.
If there is train/X beside test/X, then test/X goes on where train/X ended.
Each file gets two more columns: anomaly_score (above 1 is anomalous) and is_anomaly (0 or 1).`;
