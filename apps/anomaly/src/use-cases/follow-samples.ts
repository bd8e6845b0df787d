import { DomainError, type SampleBatch } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { FollowedJournal } from '../domain/followed-journal.ts';
import { Lane } from '../domain/lane.ts';
import { Leadership } from '../domain/leadership.ts';
import { RestoreViews } from './restore-views.ts';
import { ScoreBatch } from './score-batch.ts';

/**
 * While this replica leads, applies every batch of every partition exactly once and in order: what was applied is skipped, a gap is filled
 * from the journal, and in a new term, or after any failure between memory and database, everything starts over from the last snapshot.
 */
@Injectable()
export class FollowSamples {
  /** Snapshots take their turn here too. */
  readonly lane = new Lane();
  /** Term in which memory came from the database; what was before another leader's term is worth nothing. */
  private restoredIn: number | undefined;
  private caughtUp = false;

  constructor(
    private readonly journal: FollowedJournal,
    private readonly views: RestoreViews,
    private readonly scoring: ScoreBatch,
    private readonly leadership: Leadership,
  ) {}

  /** Whether memory is what the database says plus what was applied since. */
  get trusted(): boolean {
    return this.restoredIn !== undefined && this.restoredIn === this.leadership.term;
  }

  get ready(): boolean {
    return this.trusted && this.caughtUp;
  }

  /** Nothing to wait for: another replica does the work. */
  get standsBy(): boolean {
    return this.leadership.standsBy;
  }

  /** Restores and catches up with the journal as soon as this replica leads. @throws DomainError when that is not possible now. */
  async start(): Promise<void> {
    await this.leadership.lead();
    await this.lane.run(() => this.restoreOnce());
  }

  /** The next leader need not wait. */
  stop(): Promise<void> {
    return this.leadership.resign();
  }

  follow(batch: SampleBatch): Promise<void> {
    return this.lane.run(async () => {
      await this.restoreOnce();
      if (this.journal.isAhead(batch)) await this.catchUp(batch.partition);
      // still a gap: the journal was trimmed below this batch, and what is gone cannot be scored
      if (this.journal.isNew(batch)) await this.apply(batch);
    });
  }

  /** The next piece of work starts over from the last snapshot. */
  distrust(): void {
    this.restoredIn = undefined;
  }

  private async restoreOnce(): Promise<void> {
    const { term } = this.leadership;
    if (term === undefined) throw new DomainError('unavailable', 'not-leading', 'Another replica scores now, or it is not known who does');
    if (this.restoredIn !== term) {
      this.caughtUp = false;
      await this.views.restore();
      this.restoredIn = term;
    }
    if (this.caughtUp) return;
    await this.catchUp();
    this.caughtUp = true;
  }

  private async catchUp(...also: number[]): Promise<void> {
    for await (const batch of this.journal.missed(...also)) await this.apply(batch);
  }

  private async apply(batch: SampleBatch): Promise<void> {
    await this.scoring.describe(batch);
    try {
      await this.scoring.score(batch, this.journal.advance(batch));
    } catch (error) {
      this.distrust();
      throw error;
    }
  }
}
