import type { Readable } from 'node:stream';
import { DomainError } from '@cloudops/contracts';
import type { WriteVersion } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { AuthenticateSender } from './authenticate-sender.ts';
import { DecodeWrite } from './decode-write.ts';
import { StoreWrite, type WriteOutcome } from './store-write.ts';

export interface WriteAttempt {
  readonly version: WriteVersion;
  readonly authorization: string | undefined;
  /** Content-Length, 0 when there is none. */
  readonly declaredBytes: number;
  /** Nothing of it read yet. */
  readonly body: Readable | undefined;
}

/** Takes one remote_write request: who sends, is there room, how large; then the body, its meaning, the commit. */
@Injectable()
export class ReceiveWrite {
  constructor(
    private readonly authenticate: AuthenticateSender,
    private readonly decode: DecodeWrite,
    private readonly store: StoreWrite,
    private readonly metrics: IngestMetrics,
  ) {}

  /** @throws DomainError when nothing of the request is known to be written; what was refused beside the rest is in the outcome. */
  async execute({ version, authorization, body, declaredBytes }: WriteAttempt): Promise<WriteOutcome> {
    let outcome = 'ok';
    try {
      const source = `remote-write:${await this.authenticate.execute(authorization)}`;
      const request = await this.decode.execute(version, body, declaredBytes);
      if (request.refused !== undefined) this.metrics.refused.inc({ reason: 'malformed' }, request.refused.count);
      const { standbySamples, ...stored } = await this.store.execute(source, request);
      this.metrics.standby.inc(standbySamples);
      if (stored.refusal !== undefined) outcome = stored.refusal.code;
      return stored;
    } catch (error) {
      outcome = error instanceof DomainError ? error.code : 'internal';
      throw error;
    } finally {
      this.metrics.requests.inc({ outcome });
    }
  }
}
