/** The series whose bands are computed. */
export const RAW = 'bench_value';
export const AVERAGE = 'bench:avg_1h';
export const DEVIATION = 'bench:stddev_1h';

const RULES: readonly [record: string, expr: string][] = [
  [AVERAGE, `avg_over_time(${RAW}[1h])`],
  [DEVIATION, `stddev_over_time(${RAW}[1h])`],
  ['bench:avg_26h', `avg_over_time(${AVERAGE}[26h])`],
  ['bench:stddev_26h', `avg_over_time(${DEVIATION}[26h])`],
  ['bench:upper_band', `${AVERAGE} + 3 * bench:stddev_26h`],
  ['bench:lower_band', `${AVERAGE} - 3 * bench:stddev_26h`],
  ['bench:outside', `${RAW} > bench:upper_band or ${RAW} < bench:lower_band`],
];

/**
 * Bands of mean and deviation over an hour, smoothed over 26 hours, as recording rules: the public approach without its filters and its
 * bands of yesterday and last week. The long windows are over the recorded minutes, not over the raw samples, which is the cheaper way.
 */
export const bandRules = (intervalSeconds: number): string =>
  ['groups:', '- name: bands', `  interval: ${intervalSeconds}s`, '  rules:']
    .concat(RULES.map(([record, expr]) => `  - record: ${record}\n    expr: ${JSON.stringify(expr)}`))
    .join('\n') + '\n';
