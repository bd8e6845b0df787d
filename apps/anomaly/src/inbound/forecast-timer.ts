import { Injectable } from '@nestjs/common';
import { Interval, Timeout } from '@nestjs/schedule';
import { Leadership } from '../domain/leadership.ts';
import { ForecastLimits } from '../use-cases/forecast-limits.ts';
import { LeaderRounds } from './leader-rounds.ts';

const FIRST_MS = 20_000;
const EVERY_MS = 2 * 60_000;

/** Looks ahead soon after the start, then every two minutes. */
@Injectable()
export class ForecastTimer {
  private readonly rounds: LeaderRounds;

  constructor(
    private readonly forecasts: ForecastLimits,
    leadership: Leadership,
  ) {
    this.rounds = new LeaderRounds(leadership, 'Forecasts');
  }

  @Timeout(FIRST_MS)
  first(): Promise<void> {
    return this.renew();
  }

  @Interval(EVERY_MS)
  renew(): Promise<void> {
    return this.rounds.once('not all pasts could be read', () => this.forecasts.renew(Date.now()));
  }
}
