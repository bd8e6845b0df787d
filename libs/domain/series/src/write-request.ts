import type { DomainError } from '@cloudops/contracts';
import type { Declarations } from './catalogue/metric-families.ts';
import type { IdentityCache } from './identity-cache.ts';
import { LABEL_LIMITS, type LabelLimits } from './label-rules.ts';
import type { IdentifiedSamples } from './identified-samples.ts';
import { decompressSnappy } from './snappy.ts';
import type { SeriesExemplar, SeriesHistogram } from './write-attachments.ts';
import { WriteRequestV1 } from './write-request-v1.ts';
import { WriteRequestV2 } from './write-request-v2.ts';

export interface WriteRequestLimits extends LabelLimits {
  readonly decodedBytes: number;
  readonly series: number;
  /** Samples, histograms and exemplars: each. */
  readonly samples: number;
  readonly symbols: number;
  /** Names and values of an exemplar's labels together. */
  readonly exemplarBytes: number;
}

export const WRITE_REQUEST_LIMITS: WriteRequestLimits = {
  ...LABEL_LIMITS,
  decodedBytes: 32 * 1024 * 1024,
  series: 50_000,
  samples: 200_000,
  symbols: 500_000,
  exemplarBytes: 2_048,
};

/** `prometheus.WriteRequest` or `io.prometheus.write.v2.Request`. */
export type WriteVersion = '1.0' | '2.0';

export interface WriteRequest {
  readonly series: IdentifiedSamples;
  readonly histograms: readonly SeriesHistogram[];
  readonly exemplars: readonly SeriesExemplar[];
  /** From the request's metadata. */
  readonly families: Declarations;
  readonly sampleCount: number;
  /** What the request held beside all this and no receiver could take: how much, and the first fault. */
  readonly refused: { readonly count: number; readonly first: DomainError } | undefined;
}

/**
 * Decodes and validates a remote_write body (a snappy block) in one pass. A series whose labels are at fault, a bad histogram or a
 * bad exemplar is left out and named in `refused`; the rest stays good.
 * @throws DomainError `too-large` over a limit; `invalid` when the body as a whole does not decode. Both name the place,
 * e.g. `timeseries[3].labels[1].name`.
 */
export function decodeWriteRequest(
  body: Uint8Array,
  cache: IdentityCache,
  limits: WriteRequestLimits = WRITE_REQUEST_LIMITS,
  version: WriteVersion = '1.0',
): WriteRequest {
  const Decoder = version === '1.0' ? WriteRequestV1 : WriteRequestV2;
  return new Decoder(decompressSnappy(body, limits.decodedBytes), cache, limits).decode();
}
