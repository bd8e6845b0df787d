import type { Readable } from 'node:stream';
import { DomainError } from '@cloudops/contracts';
import { decodeWriteRequest, IdentityCache, WRITE_REQUEST_LIMITS, type Acceptance } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { AcceptSamples } from './accept-samples.ts';
import { readBody } from './read-body.ts';
import { SeriesRegister } from './series-register.ts';

/** Budget for bodies in memory, in bodies of the largest size. */
const BODIES_AT_ONCE = 4;
/** Label sets kept decoded, twice this many at most. */
const CACHED_SERIES = 50_000;

/** Reads, decodes and commits the body of an authenticated sender. */
@Injectable()
export class DecodeWrite {
  private readonly cache = new IdentityCache(CACHED_SERIES);
  private reading = 0;

  constructor(
    private readonly accept: AcceptSamples,
    private readonly register: SeriesRegister,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  /** @throws DomainError; `invalid` (`samples-refused`) after the rest of the request has been committed. */
  async execute(key: string, body: Readable | undefined, declaredBytes: number): Promise<void> {
    this.accept.checkCapacity();
    const bytes = await this.read(body, declaredBytes);
    const limits = { ...WRITE_REQUEST_LIMITS, decodedBytes: this.config.MAX_DECODED_BYTES };
    const { series, sampleCount, types } = decodeWriteRequest(bytes, this.cache, limits);
    await this.register.declareTypes(types);
    if (sampleCount === 0) return;
    const acceptance = await this.accept.accept({ source: `remote-write:${key}`, series, sampleCount, entity: undefined });
    if (acceptance.firstRefusal !== undefined) throw refused(acceptance, acceptance.firstRefusal);
  }

  /** Bodies that are read at the same time share a budget; one of unknown length counts as the largest. */
  private async read(body: Readable | undefined, declaredBytes: number): Promise<Uint8Array> {
    const { MAX_BODY_BYTES: max } = this.config;
    const reserved = declaredBytes > 0 ? Math.min(declaredBytes, max) : max;
    if (this.reading + reserved > BODIES_AT_ONCE * max) {
      throw new DomainError('overloaded', 'intake-busy', 'Too many bodies are being read; send again later', { retryAfterSeconds: 1 });
    }
    this.reading += reserved;
    try {
      return await readBody(body, declaredBytes, max);
    } finally {
      this.reading -= reserved;
    }
  }
}

function refused({ accepted, duplicates, refused }: Acceptance, first: NonNullable<Acceptance['firstRefusal']>): DomainError {
  const reasons = [...refused].map(([reason, samples]) => `${samples} ${reason}`).join(', ');
  const example = `${first.metric} at ${new Date(first.time).toISOString()} (${first.reason})`;
  const message = `Refused: ${reasons}, e.g. ${example}. The other ${accepted + duplicates} samples are stored.`;
  return new DomainError('invalid', 'samples-refused', message, { field: first.metric });
}
