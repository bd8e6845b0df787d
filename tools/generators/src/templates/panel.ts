/** One panel of a Grafana dashboard. */
export interface Panel {
  readonly title: string;
  /** What the reader should take from it. */
  readonly description: string;
  /** Grafana unit id: s, short, bytes, percentunit, reqps, ops. */
  readonly unit: string;
  readonly kind?: 'timeseries' | 'stat';
  /** PromQL by legend. */
  readonly queries: Readonly<Record<string, string>>;
}
