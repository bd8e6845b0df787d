import type { SampleBatch } from '@cloudops/contracts';
import type { Findings } from '../domain/findings.ts';
import type { FollowSamples } from './follow-samples.ts';
import type { TakeSnapshot } from './take-snapshot.ts';

export interface ReplayTimes {
  /** ms that every anomaly of an incident must have been clear before it is resolved. */
  readonly quietMs: number;
  /** ms of sample time between two restarts from a snapshot. */
  readonly restartMs: number;
}

/** A recorded past through the service's own use cases, as fast as it can be read: the clock is that of the samples. */
export class ReplayBatches {
  restarts = 0;
  private now = 0;
  private restartAt = 0;

  constructor(
    private readonly samples: FollowSamples,
    private readonly snapshot: TakeSnapshot,
    private readonly findings: Findings,
    private readonly times: ReplayTimes,
  ) {}

  async follow(batch: SampleBatch): Promise<void> {
    await this.samples.follow(batch);
    const latest = batch.series.reduce((last, { times }) => Math.max(last, times.at(-1) ?? 0), this.now);
    if (latest < this.now + 1_000) return;
    this.now = latest;
    await this.tend();
  }

  /** What the service does by the clock: quiet incidents end, and now and then a process goes on from what another one stored. */
  private async tend(): Promise<void> {
    await this.findings.closeQuiet(new Date(this.now), this.times.quietMs);
    this.restartAt ||= this.now + this.times.restartMs;
    if (this.now < this.restartAt) return;
    this.restartAt = this.now + this.times.restartMs;
    await this.snapshot.take();
    this.samples.distrust();
    this.restarts += 1;
  }
}
