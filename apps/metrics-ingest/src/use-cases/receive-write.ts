import type { Readable } from 'node:stream';
import { DomainError } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { AuthenticateSender } from './authenticate-sender.ts';
import { DecodeWrite } from './decode-write.ts';

export interface WriteAttempt {
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
    private readonly metrics: IngestMetrics,
  ) {}

  async execute(attempt: WriteAttempt): Promise<void> {
    let outcome = 'ok';
    try {
      const key = await this.authenticate.execute(attempt.authorization);
      await this.decode.execute(key, attempt.body, attempt.declaredBytes);
    } catch (error) {
      outcome = error instanceof DomainError ? error.code : 'internal';
      throw error;
    } finally {
      this.metrics.requests.inc({ outcome });
    }
  }
}
