import { Injectable } from '@nestjs/common';
import { ExpireHistory } from './expire-history.ts';
import { Retention } from './retention.ts';
import { QUIET_MS, RollUpHistory } from './roll-up-history.ts';
import { ShedHistory } from './shed-history.ts';

/** Rolls up the days that have passed, then lets go of what is past its time or does not fit. */
@Injectable()
export class KeepHistory {
  constructor(
    private readonly rollUp: RollUpHistory,
    private readonly expire: ExpireHistory,
    private readonly shed: ShedHistory,
    private readonly retention: Retention,
  ) {}

  async execute(): Promise<void> {
    await this.rollUp.execute(this.retention.today, QUIET_MS);
    await this.expire.execute();
    await this.shed.execute();
  }
}
