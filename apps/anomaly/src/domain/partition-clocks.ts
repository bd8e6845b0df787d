import type { SampleBatch } from '@cloudops/contracts';
import type { Progress } from './snapshots.ts';

/** A sample from the future moves a partition's clock by at most this much a batch, so that one broken sender ends nobody's series. */
const MAX_STEP_MS = 60_000;
const SWEEP_MS = 5_000;

/** How far each partition is: the last seq applied, and the latest sample time seen. Deterministic: the same batches give the same clock. */
export class PartitionClocks {
  private readonly known = new Map<number, Progress>();

  /** @param expected partitions that metrics-ingest is said to have; more are taken in as they appear. */
  constructor(private readonly expected = 0) {}

  restore(progress: readonly Progress[]): void {
    this.known.clear();
    for (const p of progress) this.known.set(p.partition, p);
  }

  get all(): Progress[] {
    return [...this.known.values()];
  }

  get partitions(): number[] {
    return [...new Set([...Array(this.expected).keys(), ...this.known.keys()])].toSorted((a, b) => a - b);
  }

  /** Last seq applied; 0 when the partition was never seen. */
  seq(partition: number): bigint {
    return this.known.get(partition)?.seq ?? 0n;
  }

  /** @returns the partition's clock when it is time to look for silent series. */
  advance({ partition, seq, series }: SampleBatch): number | undefined {
    const before = this.known.get(partition)?.clock ?? 0;
    let latest = before;
    for (const { times } of series) latest = Math.max(latest, times.at(-1) ?? 0);
    const clock = before === 0 ? latest : Math.min(latest, before + MAX_STEP_MS);
    this.known.set(partition, { partition, seq, clock });
    return Math.floor(clock / SWEEP_MS) > Math.floor(before / SWEEP_MS) ? clock : undefined;
  }
}
