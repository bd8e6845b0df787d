import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Judgements } from '../domain/judgements.ts';
import { LiveViews } from '../domain/live-views.ts';

/** Takes in what people said, whichever replica they said it to. */
@Injectable()
export class FeedbackTimer {
  private readonly logger = new Logger('Feedback');
  private busy = false;

  constructor(
    private readonly judgements: Judgements,
    private readonly views: LiveViews,
  ) {}

  @Interval(1_000)
  async takeIn(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const rules = await this.judgements.news();
      if (rules) this.views.tolerate(rules);
    } catch (error) {
      this.logger.warn(`cannot read feedback yet: ${String(error)}`);
    }
    this.busy = false;
  }
}
