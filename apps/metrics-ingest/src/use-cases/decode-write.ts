import type { Readable } from 'node:stream';
import { DomainError } from '@cloudops/contracts';
import { decodeWriteRequest, IdentityCache, WRITE_REQUEST_LIMITS, type Acceptance } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { AcceptSamples } from './accept-samples.ts';
import { readBody } from './read-body.ts';
import { SeriesRegister } from './series-register.ts';

/** Label sets kept decoded, twice this many at most. */
const CACHED_SERIES = 50_000;

/** Reads, decodes and commits the body of an authenticated sender. */
@Injectable()
export class DecodeWrite {
  private readonly cache = new IdentityCache(CACHED_SERIES);

  constructor(
    private readonly accept: AcceptSamples,
    private readonly register: SeriesRegister,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  /** @throws DomainError; `invalid` (`samples-refused`) after the rest of the request has been committed. */
  async execute(key: string, body: Readable | undefined, declaredBytes: number): Promise<void> {
    this.accept.checkCapacity();
    const bytes = await readBody(body, declaredBytes, this.config.MAX_BODY_BYTES);
    const limits = { ...WRITE_REQUEST_LIMITS, decodedBytes: this.config.MAX_DECODED_BYTES };
    const { series, sampleCount, types } = decodeWriteRequest(bytes, this.cache, limits);
    await this.register.declareTypes(types);
    if (sampleCount === 0) return;
    const acceptance = await this.accept.accept({ source: `remote-write:${key}`, series, sampleCount, entity: undefined });
    if (acceptance.firstRefusal !== undefined) throw refused(acceptance, acceptance.firstRefusal);
  }
}

function refused({ accepted, duplicates, refused }: Acceptance, first: NonNullable<Acceptance['firstRefusal']>): DomainError {
  const reasons = [...refused].map(([reason, samples]) => `${samples} ${reason}`).join(', ');
  const example = `${first.metric} at ${new Date(first.time).toISOString()} (${first.reason})`;
  const message = `Refused: ${reasons}, e.g. ${example}. The other ${accepted + duplicates} samples are stored.`;
  return new DomainError('invalid', 'samples-refused', message, { field: first.metric });
}
