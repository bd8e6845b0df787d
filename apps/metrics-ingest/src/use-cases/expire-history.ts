import { HistoryDays } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { Retention } from './retention.ts';
import { RollUpHistory } from './roll-up-history.ts';
import { SeriesRegister } from './series-register.ts';

const DAY_MS = 86_400_000;

/** Lets go of raw samples and roll-ups beyond retention, and of series that nothing of is left; what is written of series stays tidy. */
@Injectable()
export class ExpireHistory {
  private expiredBefore: number | undefined;

  constructor(
    private readonly days: HistoryDays,
    private readonly rollUp: RollUpHistory,
    private readonly register: SeriesRegister,
    private readonly retention: Retention,
  ) {}

  /** Retention is counted in days: once a day, and at the start. */
  async execute(): Promise<void> {
    await this.register.tidy();
    const { firstRawDay, firstDay } = this.retention;
    if (this.expiredBefore === firstRawDay) return;
    await this.rollUp.execute(firstRawDay, 0);
    const dropped = await this.days.dropRaw(firstRawDay);
    await this.days.dropRolled(firstDay);
    await this.register.retire(firstDay * DAY_MS);
    if (dropped !== undefined) this.expiredBefore = firstRawDay;
  }
}
