import { DomainError } from '@cloudops/contracts';
import { Exemplars, NativeHistograms, type Acceptance, type SeriesHistogram } from '@cloudops/domain-series';
import { Injectable, Logger } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';

/** Stores the histograms and exemplars of a delivery whose samples are committed; both can be repeated without harm. */
@Injectable()
export class KeepAttachments {
  private readonly log = new Logger('intake');

  constructor(
    private readonly histograms: NativeHistograms,
    private readonly exemplars: Exemplars,
    private readonly metrics: IngestMetrics,
  ) {}

  /** @returns the histograms that conflict with stored ones. @throws DomainError `unavailable`: the whole request is to be sent again. */
  async execute({ histograms, exemplars }: Pick<Acceptance, 'histograms' | 'exemplars'>): Promise<SeriesHistogram[]> {
    try {
      const conflicts = histograms.length > 0 ? await this.histograms.put(histograms) : [];
      if (exemplars.length > 0) await this.exemplars.put(exemplars);
      this.metrics.histograms.inc(histograms.length - conflicts.length);
      this.metrics.exemplars.inc(exemplars.length);
      if (conflicts.length > 0) this.metrics.refused.inc({ reason: 'conflicting-value' }, conflicts.length);
      return conflicts;
    } catch (cause) {
      this.log.warn({ err: cause, msg: 'histograms and exemplars were not stored; the sender was told to send again' });
      throw new DomainError('unavailable', 'commit-failed', 'Histograms and exemplars could not be stored; send the request again', {
        retryAfterSeconds: 2,
        cause,
      });
    }
  }
}
