import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Leadership } from '../domain/leadership.ts';
import { OpenIncidents } from '../domain/open-incidents.ts';
import { TendSignals } from '../use-cases/tend-signals.ts';
import { LeaderRounds } from './leader-rounds.ts';

/** What happens by the clock to what came in beside samples. */
@Injectable()
export class SignalsTimer {
  private readonly rounds: LeaderRounds;

  constructor(
    private readonly open: OpenIncidents,
    private readonly signals: TendSignals,
    leadership: Leadership,
  ) {
    this.rounds = new LeaderRounds(leadership, 'Signals');
  }

  @Interval(5_000)
  reconsider(): Promise<void> {
    return this.rounds.once('cannot reconsider open incidents yet', () => this.open.reconsider(new Date()));
  }

  @Interval(5_000)
  releaseSilenced(): Promise<void> {
    return this.rounds.once('cannot release silenced alerts yet', () => this.signals.releaseSilenced(new Date()));
  }

  @Interval(60_000)
  giveUpSilent(): Promise<void> {
    return this.rounds.once('cannot end silent alerts yet', () => this.signals.giveUpSilent(new Date()));
  }

  @Interval(3_600_000)
  trim(): Promise<void> {
    return this.rounds.once('cannot trim yet', () => this.signals.trim(new Date()));
  }
}
