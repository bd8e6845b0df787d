import { Injectable, Logger } from '@nestjs/common';
import { Interval, Timeout } from '@nestjs/schedule';
import { Leadership } from '../domain/leadership.ts';
import { ForecastLimits } from '../use-cases/forecast-limits.ts';

const FIRST_MS = 20_000;
const EVERY_MS = 2 * 60_000;

/** Looks ahead soon after the start, then every two minutes. */
@Injectable()
export class ForecastTimer {
  private readonly logger = new Logger('Forecasts');
  private busy = false;

  constructor(
    private readonly forecasts: ForecastLimits,
    private readonly leadership: Leadership,
  ) {}

  @Timeout(FIRST_MS)
  first(): Promise<void> {
    return this.renew();
  }

  @Interval(EVERY_MS)
  async renew(): Promise<void> {
    if (this.busy || this.leadership.term === undefined) return;
    this.busy = true;
    await this.forecasts.renew(Date.now()).catch((error: unknown) => this.logger.warn(`not all pasts could be read: ${String(error)}`));
    this.busy = false;
  }
}
