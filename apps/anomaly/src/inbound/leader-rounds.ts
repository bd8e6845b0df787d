import { Logger } from '@nestjs/common';
import type { Leadership } from '../domain/leadership.ts';

/** Work by the clock, while this replica leads: a round that takes longer than its interval is not joined by the next, and one that fails is told. */
export class LeaderRounds {
  private readonly logger: Logger;
  private readonly underWay = new Set<string>();

  /** @param context of what is logged. */
  constructor(
    private readonly leadership: Leadership,
    context: string,
  ) {
    this.logger = new Logger(context);
  }

  /** @param failure what is said when it fails, and which rounds are the same. */
  async once(failure: string, work: () => Promise<unknown>): Promise<void> {
    if (this.underWay.has(failure) || this.leadership.term === undefined) return;
    this.underWay.add(failure);
    await work().catch((error: unknown) => this.logger.warn(`${failure}: ${String(error)}`));
    this.underWay.delete(failure);
  }
}
