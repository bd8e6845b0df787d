import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { DomainError } from '@cloudops/contracts';
import {
  decodeWriteRequest,
  IdentityCache,
  WRITE_REQUEST_LIMITS,
  wordHash,
  type WriteRequest,
  type WriteVersion,
} from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { Clock } from '../clock.ts';
import { AcceptSamples } from './accept-samples.ts';
import { readBody } from './read-body.ts';
import { SeriesRegister } from './series-register.ts';

/** Budget for bodies in memory, in bodies of the largest size. */
const BODIES_AT_ONCE = 4;
/** Longer than senders wait between two samples of a series. */
const TIDY_MS = 10 * 60_000;

/** Reads and decodes the body of an authenticated sender. */
@Injectable()
export class DecodeWrite {
  /** Sized for every series that may be known: one that has to be parsed anew costs fifteen times as much. */
  private readonly cache: IdentityCache;
  private reading = 0;
  private tidiedAt = -Infinity;

  constructor(
    private readonly accept: AcceptSamples,
    private readonly register: SeriesRegister,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {
    this.cache = new IdentityCache(config.MAX_SERIES, wordHash(randomBytes(4).readInt32LE()));
  }

  /** @throws DomainError `overloaded`, `too-large` or `invalid`, naming the place. */
  async execute(version: WriteVersion, body: Readable | undefined, declaredBytes: number): Promise<WriteRequest> {
    this.accept.checkCapacity();
    const bytes = await this.read(body, declaredBytes);
    this.tidy();
    return decodeWriteRequest(bytes, this.cache, { ...WRITE_REQUEST_LIMITS, decodedBytes: this.config.MAX_DECODED_BYTES }, version);
  }

  private tidy(): void {
    const now = this.clock.now();
    if (now - this.tidiedAt < TIDY_MS) return;
    this.tidiedAt = now;
    this.cache.tidy(this.register.size);
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
