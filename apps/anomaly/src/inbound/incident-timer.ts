import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ScoringMetrics } from '../anomaly.metrics.ts';
import { Leadership } from '../domain/leadership.ts';
import { LiveViews } from '../domain/live-views.ts';
import { TendIncidents } from '../use-cases/tend-incidents.ts';
import { LeaderRounds } from './leader-rounds.ts';

/** What happens to incidents by the clock. */
@Injectable()
export class IncidentTimer {
  private readonly logger = new Logger('Incidents');
  private readonly rounds: LeaderRounds;
  /** Refusals that were logged. */
  private told = 0;

  constructor(
    private readonly incidents: TendIncidents,
    private readonly views: LiveViews,
    private readonly metrics: ScoringMetrics,
    leadership: Leadership,
  ) {
    this.rounds = new LeaderRounds(leadership, 'Incidents');
  }

  @Interval(1_000)
  closeQuiet(): Promise<void> {
    return this.rounds.once('cannot close quiet incidents yet', () => this.incidents.closeQuiet(new Date()));
  }

  @Interval(5_000)
  measure(): void {
    const { refused } = this.views;
    if (refused > this.told) this.logger.warn(`${refused - this.told} views were refused: MAX_VIEWS are watched already`);
    this.told = refused;
    this.metrics.watching(this.views.summary(), refused);
    this.metrics.together(this.views.entities.summary());
  }

  @Interval(3_600_000)
  async trim(): Promise<void> {
    await this.incidents.trim(new Date()).catch((error: unknown) => this.logger.warn(`cannot trim yet: ${String(error)}`));
  }
}
