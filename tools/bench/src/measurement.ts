/** Numbers by the part of a receiver that they belong to. */
export type Parts = Readonly<Record<string, number>>;

export interface Measurement {
  /** Receive, store and compact: all of the receiver's processes until it is calm again, once it knows the series. */
  readonly cpuSecondsPerMillion: number;
  readonly cpuSecondsPerMillionByProcess: Parts;
  /** The part of it until the last sample was accepted. */
  readonly cpuSecondsPerMillionDuringLoad: number;
  /** The same over all samples, first sight included. */
  readonly cpuSecondsPerMillionInAll: number;
  /** Accepted; at the rate that was asked for, or as fast as it goes. */
  readonly samplesPerSecond: number;
  /** What compaction on demand took on top of that, where a receiver offers it: it was needed to see the bytes. */
  readonly compactionOnDemandCpuSecondsPerMillion: number;
  /** By how much its store has grown, after compaction, over all samples. */
  readonly bytesPerSample: number;
  readonly bytesByPart: Parts;
  /** Peak resident size of the receiver itself, MiB; Postgres and NATS, where there are any, apart. */
  readonly rssMb: number;
  readonly rssMbByProcess: Parts;
  /** Proportional size with all descendants when the last sample was accepted, MiB. */
  readonly pssMbByProcess: Parts;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly retries: Parts;
  /** From the last accepted sample until calm. */
  readonly settlingSeconds: number;
  readonly settled: boolean;
  readonly generatorCpuSecondsPerMillion: number;
  /** What the first sample of every series took, until calm; nothing where the load does not begin with it. */
  readonly firstSight: FirstSight | null;
}

export interface FirstSight {
  readonly cpuMsPerSeries: number;
  readonly cpuMsPerSeriesByProcess: Parts;
  readonly seconds: number;
  readonly p99Ms: number;
}
