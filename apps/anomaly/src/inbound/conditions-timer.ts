import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Leadership } from '../domain/leadership.ts';
import { EvaluateConditions } from '../use-cases/evaluate-conditions.ts';

/** Conditions of runbooks are looked at every 15 seconds. */
@Injectable()
export class ConditionsTimer {
  private readonly logger = new Logger('Conditions');
  private busy = false;

  constructor(
    private readonly conditions: EvaluateConditions,
    private readonly leadership: Leadership,
  ) {}

  @Interval(15_000)
  async look(): Promise<void> {
    if (this.busy || this.leadership.term === undefined) return;
    this.busy = true;
    await this.conditions.round(new Date()).catch((error: unknown) => this.logger.warn(`not evaluated: ${String(error)}`));
    this.busy = false;
  }
}
