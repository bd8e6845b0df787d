import { randomUUID } from 'node:crypto';
import { type Backfill, DomainError, type NewBackfill } from '@cloudops/contracts';
import { Backfills, checkAddress, firstCursor, parseSelector } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock } from '../clock.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';

const DAY_MS = 86_400_000;

/** Starts, shows and cancels backfills; RunBackfill does the work. */
@Injectable()
export class BackfillList {
  constructor(
    private readonly backfills: Backfills,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  /** @throws DomainError `invalid` for an address that is not read or a selector that does not parse; `conflict`. */
  async start({ url, match, days, labels, maxSamplesPerSecond }: z.output<typeof NewBackfill>): Promise<Backfill> {
    checkAddress(url, 'The Prometheus');
    parseSelector(match);
    const to = this.clock.now();
    const kept = Math.max(this.config.HISTORY_RETENTION_DAYS, this.config.ROLLUP_RETENTION_DAYS);
    const from = Math.floor(to - Math.min(days, kept) * DAY_MS);
    return this.backfills.add({ id: randomUUID(), url, match, labels, from, to, maxSamplesPerSecond, cursor: firstCursor(to) });
  }

  list(id?: string): Promise<Backfill[]> {
    return this.backfills.list(id);
  }

  /** @throws DomainError `not-found` when none of that id runs. */
  async cancel(id: string): Promise<Backfill> {
    const cancelled = await this.backfills.mark(id, 'cancelled', 'cancelled; what it had added stays');
    if (cancelled === undefined) throw new DomainError('not-found', 'backfill-not-running', `No backfill ${id} runs`);
    return cancelled;
  }
}
