import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Leadership } from '../domain/leadership.ts';
import { EvaluateConditions } from '../use-cases/evaluate-conditions.ts';
import { LeaderRounds } from './leader-rounds.ts';

/** Conditions of runbooks are looked at every 15 seconds. */
@Injectable()
export class ConditionsTimer {
  private readonly rounds: LeaderRounds;

  constructor(
    private readonly conditions: EvaluateConditions,
    leadership: Leadership,
  ) {
    this.rounds = new LeaderRounds(leadership, 'Conditions');
  }

  @Interval(15_000)
  look(): Promise<void> {
    return this.rounds.once('not evaluated', () => this.conditions.round(new Date()));
  }
}
