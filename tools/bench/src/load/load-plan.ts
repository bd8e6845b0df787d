/** What one receiver is sent; the same for all receivers of a run. */
export interface LoadPlan {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly series: number;
  /** Samples of each series; a few more where that fills the last request. */
  readonly rounds: number;
  /** Time of the first samples, ms; the following are `stepMs` apart. */
  readonly startAt: number;
  readonly stepMs: number;
  /** Samples a second at most; 0 sends as fast as the receiver answers. */
  readonly rate: number;
  /** About: see `divideLoad`. */
  readonly samplesPerRequest: number;
  /** Requests under way at a time; a series always goes over the same one, in order. */
  readonly connections: number;
}

/** What the load generator saw. */
export interface LoadResult {
  readonly samples: number;
  readonly seconds: number;
  /** Answers other than 2xx, by status; each was sent again until it was accepted. */
  readonly retries: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly bytesSent: number;
  /** CPU of the generator itself, to show that it was not the bottleneck. */
  readonly generatorCpuSeconds: number;
}
