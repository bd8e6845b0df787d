import { Journal, SampleHistory, type Acceptance, type Delivery, type Samples } from '@cloudops/domain-series';
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
    if (late !== undefined) admission.settle(await this.storedOf(late));
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

  /** Nothing is read for series that are new, however old their first samples are. */
  private async storedOf({ ids, from, to }: { ids: bigint[]; from: number; to: number }): Promise<ReadonlyMap<bigint, Samples>> {
    const stored = await this.register.stored(ids);
    return stored.length === 0 ? new Map<bigint, Samples>() : this.history.read(stored, from, to);
  }

  private measure(group: readonly Delivery[], acceptances: readonly Acceptance[]): void {
    acceptances.forEach(({ accepted, duplicates, refused }, i) => {
      this.metrics.accepted.inc({ via: group[i]!.source.split(':', 1)[0]! }, accepted);
      this.metrics.duplicates.inc(duplicates);
      for (const [reason, samples] of refused) this.metrics.refused.inc({ reason }, samples);
    });
  }
}
