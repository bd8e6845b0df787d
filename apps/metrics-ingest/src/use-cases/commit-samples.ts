import { Journal, SampleHistory, type Acceptance, type Delivery } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { SeriesRegister } from './series-register.ts';

/** Admits a group of deliveries and commits it as journal rows in one transaction; accepted means committed. */
@Injectable()
export class CommitSamples {
  constructor(
    private readonly register: SeriesRegister,
    private readonly history: SampleHistory,
    private readonly journal: Journal,
    private readonly metrics: IngestMetrics,
  ) {}

  /** Never called twice at a time. @throws what the database throws; then nothing of the group is accepted. */
  async execute(group: readonly Delivery[]): Promise<Acceptance[]> {
    const stop = this.metrics.commitSeconds.startTimer();
    const admission = this.register.admission();
    const acceptances = group.map((delivery) => admission.add(delivery));
    const late = admission.late;
    if (late !== undefined) admission.settle(await this.history.read(late.ids, late.from, late.to));
    const rows = admission.rows();
    const records = admission.records();
    if (rows.length + records.length > 0) {
      await this.journal.append(rows, records);
      admission.learn();
    }
    stop();
    this.measure(group, acceptances);
    this.metrics.series.set(this.register.size);
    this.metrics.journalRows.inc(rows.length);
    this.metrics.journalBytes.inc(rows.reduce((sum, row) => sum + row.body.length, 0));
    return acceptances;
  }

  private measure(group: readonly Delivery[], acceptances: readonly Acceptance[]): void {
    acceptances.forEach(({ accepted, duplicates, refused }, i) => {
      this.metrics.accepted.inc({ via: group[i]!.source.split(':', 1)[0]! }, accepted);
      this.metrics.duplicates.inc(duplicates);
      for (const [reason, samples] of refused) this.metrics.refused.inc({ reason }, samples);
    });
  }
}
