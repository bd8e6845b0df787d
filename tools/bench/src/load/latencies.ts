/** Durations in ms, for their quantiles. */
export class Latencies {
  private readonly values: number[] = [];

  add(ms: number): void {
    this.values.push(ms);
  }

  /** Nearest-rank quantile, ms; 0 when there are none. */
  quantile(q: number): number {
    const sorted = Float64Array.from(this.values).sort();
    const rank = Math.max(0, Math.ceil(q * sorted.length) - 1);
    return Math.round((sorted[rank] ?? 0) * 100) / 100;
  }
}
