import type { DiskBounds } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { CONFIG, firstRawDay, type MetricsIngestConfig } from '../metrics-ingest.config.ts';

const DAY_MS = 86_400_000;

/** What is kept: days, counted from the epoch in UTC, and how much of the disk. */
@Injectable()
export class Retention {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  get today(): number {
    return Math.floor(this.clock.now() / DAY_MS);
  }

  /** The first day of raw samples. */
  get firstRawDay(): number {
    return firstRawDay(this.clock.now(), this.config);
  }

  /** The first day of roll-ups, and so of everything. */
  get firstDay(): number {
    return Math.min(this.firstRawDay, this.today - this.config.ROLLUP_RETENTION_DAYS);
  }

  get bounds(): DiskBounds {
    return { maxBytes: this.config.HISTORY_MAX_BYTES, reserveBytes: this.config.DISK_RESERVE_BYTES };
  }
}
