import { HistoryDays, nextToShed, type ShedReason, shedReason } from '@cloudops/domain-series';
import { Injectable, Logger } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { Retention } from './retention.ts';
import { RollUpHistory } from './roll-up-history.ts';

const WHY: Readonly<Record<ShedReason, string>> = {
  cap: 'history takes more than HISTORY_MAX_BYTES: raise it, send fewer series, or keep fewer days',
  disk: 'less than DISK_RESERVE_BYTES is free, which is kept for journal, audit and approvals: free disk space',
};

/** Keeps history within the disk that it may take: the oldest raw day goes first, then the oldest roll-ups, the current day never. */
@Injectable()
export class ShedHistory {
  private readonly log = new Logger('history');

  constructor(
    private readonly days: HistoryDays,
    private readonly rollUp: RollUpHistory,
    private readonly retention: Retention,
    private readonly metrics: IngestMetrics,
  ) {}

  async execute(): Promise<void> {
    for (;;) {
      const reason = await this.reason();
      const next = reason && nextToShed(await this.days.days(), this.retention.today);
      if (reason === undefined || next === undefined) return;
      const { what, endDay } = next;
      if (what === 'raw') await this.rollUp.execute(endDay, 0);
      const samples = what === 'raw' ? await this.days.dropRaw(endDay, reason) : await this.days.dropRolled(endDay, reason);
      if (samples === undefined) return; // late samples came for that day just now: they are rolled up in the next round
      if (samples === 0) continue; // nothing but an empty table
      this.metrics.shedSamples.inc({ what }, samples);
      const before = new Date(endDay * 86_400_000).toISOString().slice(0, 10);
      this.log.error({
        msg: `history.shed: ${samples} ${what} samples from before ${before} went before their time; ${WHY[reason]}`,
        reason,
      });
    }
  }

  private async reason(): Promise<ShedReason | undefined> {
    const sizes = await this.days.sizes();
    this.metrics.historyBytes.set(sizes.raw);
    this.metrics.rollupBytes.set(sizes.rollups);
    this.metrics.journalSize.set(sizes.journal);
    if (sizes.free !== null) this.metrics.diskFree.set(sizes.free);
    return shedReason(sizes, this.retention.bounds);
  }
}
