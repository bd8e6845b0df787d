import { MetricsBatch } from '@cloudops/contracts';
import { Journal } from '@cloudops/domain-series';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';

/** Samples read at a time: about 1 MiB. */
const SAMPLES = 50_000;

/** Publishes a partition's new rows in order; what a crash leaves half done is done again. */
@Injectable()
export class RelayJournal {
  constructor(
    private readonly journal: Journal,
    private readonly bus: Bus,
    private readonly metrics: IngestMetrics,
  ) {}

  /** Publishes everything there is. @throws DomainError when the broker does not confirm; the rest waits for the next call. */
  async execute(partition: number): Promise<void> {
    const label = { partition: String(partition) };
    for (let more = true; more;) {
      const rows = await this.journal.unpublished(partition, SAMPLES);
      more = rows.length > 0;
      this.metrics.relayLag.set(label, rows.length);
      const last = rows.at(-1);
      if (last === undefined) return;
      for (const { seq, body } of rows) {
        await this.bus.publish(MetricsBatch, body, { id: `batch-${partition}-${seq}`, suffix: String(partition) });
        this.metrics.published.inc(label);
      }
      await this.journal.markPublished(partition, last.seq);
    }
    this.metrics.relayLag.set(label, 0);
  }
}
