import { DomainError } from '@cloudops/contracts';
import type { Acceptance, Delivery } from '@cloudops/domain-series';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { CommitSamples } from './commit-samples.ts';
import { Gathering } from './gathering.ts';
import { JournalSignal } from './journal-signal.ts';

/** Samples that one transaction takes at most, unless a single delivery is larger. */
const GROUP_SAMPLES = 100_000;
/** How long a group waits for those who are expected, ms. */
const PATIENCE_MS = 5;

interface Waiting {
  readonly delivery: Delivery;
  readonly settled: PromiseWithResolvers<Acceptance>;
}

/** Takes deliveries and resolves each after its commit; what arrives during a commit shares the next one. */
@Injectable()
export class AcceptSamples {
  private readonly log = new Logger('intake');
  private readonly queue: Waiting[] = [];
  private readonly gathering = new Gathering();
  private pending = 0;
  private queued = 0;
  private working = false;
  private onComplete: (() => void) | undefined;

  constructor(
    private readonly commit: CommitSamples,
    private readonly signal: JournalSignal,
    private readonly metrics: IngestMetrics,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  /** @throws DomainError `overloaded` when too much waits already: to be asked before a body is read. */
  checkCapacity(): void {
    if (this.pending < this.config.MAX_PENDING_SAMPLES) return;
    throw new DomainError('overloaded', 'intake-full', `${this.pending} samples wait for their commit; send again later`, {
      retryAfterSeconds: 2,
    });
  }

  /** @throws DomainError `overloaded`; `unavailable` when the commit failed, and then nothing of the delivery is stored. */
  accept(delivery: Delivery): Promise<Acceptance> {
    this.checkCapacity();
    const waiting = { delivery, settled: Promise.withResolvers<Acceptance>() };
    this.queue.push(waiting);
    this.queued += delivery.sampleCount;
    this.count(delivery.sampleCount);
    if (this.isComplete()) this.onComplete?.();
    void this.work();
    return waiting.settled.promise;
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    while (this.queue.length > 0) {
      if (!this.isComplete()) await this.wait();
      const group = this.takeGroup();
      await this.commitGroup(group);
      this.gathering.committed(group.length, this.queue.length);
    }
    this.working = false;
  }

  private isComplete(): boolean {
    return this.gathering.isComplete(this.queue.length, this.queued);
  }

  private wait(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.onComplete = () => {
        this.onComplete = undefined;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private takeGroup(): Waiting[] {
    let samples = 0;
    const end = this.queue.findIndex(({ delivery }, i) => (samples += delivery.sampleCount) > GROUP_SAMPLES && i > 0);
    const group = this.queue.splice(0, end < 0 ? this.queue.length : end);
    for (const { delivery } of group) this.queued -= delivery.sampleCount;
    return group;
  }

  private async commitGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const acceptances = await this.commit.execute(group.map(({ delivery }) => delivery));
      group.forEach(({ settled }, i) => settled.resolve(acceptances[i]!));
      const accepted = acceptances.reduce((sum, one) => sum + one.accepted, 0);
      if (accepted > 0) this.signal.appended(accepted);
    } catch (cause) {
      this.log.warn({ err: cause, deliveries: group.length, msg: 'a group of samples was not committed; senders were told to send again' });
      const failure = new DomainError('unavailable', 'commit-failed', 'The samples could not be committed; send them again', {
        retryAfterSeconds: 2,
        cause,
      });
      for (const { settled } of group) settled.reject(failure);
    } finally {
      this.count(-group.reduce((sum, { delivery }) => sum + delivery.sampleCount, 0));
    }
  }

  private count(samples: number): void {
    this.pending += samples;
    this.metrics.pending.set(this.pending);
  }
}
