import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Leadership } from '../domain/leadership.ts';
import { OpenIncidents } from '../domain/open-incidents.ts';
import { TendSignals } from '../use-cases/tend-signals.ts';

/** What happens by the clock to what came in beside samples. */
@Injectable()
export class SignalsTimer {
  private readonly logger = new Logger('Signals');
  private readonly busy = new Set<string>();

  constructor(
    private readonly open: OpenIncidents,
    private readonly signals: TendSignals,
    private readonly leadership: Leadership,
  ) {}

  @Interval(5_000)
  reconsider(): Promise<void> {
    return this.once('reconsider open incidents', () => this.open.reconsider(new Date()));
  }

  @Interval(5_000)
  releaseSilenced(): Promise<void> {
    return this.once('release silenced alerts', () => this.signals.releaseSilenced(new Date()));
  }

  @Interval(60_000)
  giveUpSilent(): Promise<void> {
    return this.once('end silent alerts', () => this.signals.giveUpSilent(new Date()));
  }

  @Interval(3_600_000)
  trim(): Promise<void> {
    return this.once('trim', () => this.signals.trim(new Date()));
  }

  /** A round that takes longer than its interval is not joined by the next. */
  private async once(what: string, work: () => Promise<unknown>): Promise<void> {
    if (this.busy.has(what) || this.leadership.term === undefined) return;
    this.busy.add(what);
    await work().catch((error: unknown) => this.logger.warn(`cannot ${what} yet: ${String(error)}`));
    this.busy.delete(what);
  }
}
