import { Inject, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { LiveEvents } from '../domain/live-events.ts';
import { Logs } from '../domain/logs.ts';

export const TRIM_OPTIONS = Symbol('TRIM_OPTIONS');
export interface TrimOptions {
  readonly logRows: number;
}

const EVERY_MS = 10 * 60_000;
const LOGS_MS = 7 * 24 * 3_600_000;
const EVENTS_MS = 24 * 3_600_000;
const EVENT_ROWS = 10_000;

/** Keeps log lines for seven days and live changes for one, both bounded in number: history must not fill the disk. */
@Injectable()
export class TrimHistory {
  private readonly log = new Logger(TrimHistory.name);

  constructor(
    private readonly logs: Logs,
    private readonly events: LiveEvents,
    @Inject(TRIM_OPTIONS) private readonly options: TrimOptions,
  ) {}

  @Interval(EVERY_MS)
  async trim(): Promise<void> {
    try {
      const now = Date.now();
      const lines = await this.logs.trim(new Date(now - LOGS_MS), this.options.logRows);
      const events = await this.events.trim(new Date(now - EVENTS_MS), EVENT_ROWS);
      if (lines + events > 0) this.log.debug(`Forgot ${lines} log lines and ${events} live events`);
    } catch (error) {
      this.log.warn(`History was not trimmed; the next run tries again: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
