import { DomainError } from '@cloudops/contracts';
import { metricName, type Acceptance, type SeriesHistogram, type WriteRequest } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { AcceptSamples } from './accept-samples.ts';
import { DeduplicateReplicas } from './deduplicate-replicas.ts';
import { KeepAttachments } from './keep-attachments.ts';
import { SeriesRegister } from './series-register.ts';

/** What a sender may tick off: stored, stored before, or sent by the elected replica too. */
export interface Written {
  readonly samples: number;
  readonly histograms: number;
  readonly exemplars: number;
}

export interface WriteOutcome {
  readonly written: Written;
  /** Why the rest was not written. */
  readonly refusal: DomainError | undefined;
}

/** Commits what a request says: families, samples, histograms, exemplars. */
@Injectable()
export class StoreWrite {
  constructor(
    private readonly register: SeriesRegister,
    private readonly replicas: DeduplicateReplicas,
    private readonly accept: AcceptSamples,
    private readonly attachments: KeepAttachments,
  ) {}

  /** @throws DomainError `overloaded` or `unavailable`: send the same again. */
  async execute(source: string, request: WriteRequest): Promise<WriteOutcome & { readonly standbySamples: number }> {
    await this.register.declare(request.families);
    const { series, histograms, exemplars, standby } = await this.replicas.execute(source, request);
    const sampleCount = request.sampleCount - standby.samples + histograms.length + exemplars.length;
    const acceptance =
      sampleCount > 0
        ? await this.accept.accept({ source, series, histograms, exemplars, sampleCount, entity: undefined })
        : { accepted: 0, duplicates: 0, histograms: [], exemplars: [], refused: new Map(), firstRefusal: undefined };
    const conflicts = await this.attachments.execute(acceptance);
    const written = {
      samples: acceptance.accepted + acceptance.duplicates + standby.samples,
      histograms: acceptance.histograms.length - conflicts.length + standby.histograms,
      exemplars: acceptance.exemplars.length + standby.exemplars,
    };
    return { written, refusal: refusalOf(request.refused, acceptance, conflicts, written), standbySamples: standby.samples };
  }
}

/** One failure for all that was refused: it names the first place or metric, and counts by reason. */
function refusalOf(
  malformed: WriteRequest['refused'],
  { refused, firstRefusal }: Acceptance,
  conflicts: readonly SeriesHistogram[],
  written: Written,
): DomainError | undefined {
  const counts = [...refused].map(([reason, count]) => `${count} ${reason}`);
  if (conflicts.length > 0) counts.push(`${conflicts.length} conflicting-value`);
  if (malformed !== undefined) counts.push(`${malformed.count} ${malformed.first.code}`);
  if (counts.length === 0) return undefined;
  const [conflict] = conflicts;
  const first =
    firstRefusal ?? (conflict && { reason: 'conflicting-value', metric: metricName(conflict.identity.labels), time: conflict.time });
  const example = malformed?.first.message ?? (first && `${first.metric} at ${new Date(first.time).toISOString()} (${first.reason})`) ?? '';
  const rest = `The other ${written.samples} samples, ${written.histograms} histograms and ${written.exemplars} exemplars are stored.`;
  const message = `Refused: ${counts.join(', ')}, e.g. ${example}. ${rest}`;
  return new DomainError('invalid', malformed?.first.code ?? 'samples-refused', message, {
    field: malformed?.first.field ?? first?.metric ?? 'body',
  });
}
