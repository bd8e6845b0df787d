const HOUR_MS = 3_600_000;

export interface QueryCase {
  readonly name: string;
  readonly query: string;
  /** ms before the end of the data. */
  readonly backMs: number;
  readonly stepMs: number;
}

/** What dashboards ask of the series that the load makes: one series, one metric of all pods, sums, rates. */
export const QUERY_CASES: readonly QueryCase[] = [
  { name: 'one series', query: 'bench_bytes_metric_8{pod=~"service-0-.*",device="device-0"}', backMs: HOUR_MS, stepMs: 15_000 },
  { name: 'one metric', query: 'bench_bytes_metric_8', backMs: HOUR_MS, stepMs: 60_000 },
  { name: 'sum of gauges', query: 'sum by (namespace) (bench_bytes_metric_9)', backMs: HOUR_MS, stepMs: 60_000 },
  { name: 'rate', query: 'rate(bench_events_total_metric_4{job="kubernetes-pods-1"}[5m])', backMs: HOUR_MS, stepMs: 60_000 },
  { name: 'sum of rates', query: 'sum by (job) (rate(bench_events_total_metric_5[5m]))', backMs: HOUR_MS, stepMs: 60_000 },
  {
    name: 'regular expression',
    query: 'sum({__name__=~"bench_seconds_total_metric_.7",region="eu-west-1"})',
    backMs: HOUR_MS / 2,
    stepMs: 60_000,
  },
];
