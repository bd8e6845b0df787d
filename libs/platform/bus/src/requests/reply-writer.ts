import { DomainError } from '@cloudops/contracts';
import { ErrorCode, headers, NatsError, type NatsConnection } from 'nats';
import { encodeJson } from '../json-body.ts';
import { HEADER } from '../wire-headers.ts';
import type { Credit } from './credit.ts';
import { type Frame, framesOf, ITEM_BYTES } from './frames.ts';
import { encodeError } from './wire-error.ts';

/** Writes one reply as numbered frames, no more than the caller has asked for. */
export class ReplyWriter {
  private sequence = 0;

  constructor(
    private readonly connection: NatsConnection,
    private readonly inbox: string,
    private readonly credit: Credit,
    private readonly signal: AbortSignal,
  ) {}

  /** The only item of a single reply, or one of a stream. */
  async item(value: unknown, closing: 'item' | 'last'): Promise<void> {
    const body = encodeJson(value);
    if (body.byteLength > ITEM_BYTES) {
      throw new DomainError('too-large', 'reply-too-large', `The reply has an item of ${body.byteLength} bytes; ${ITEM_BYTES} are allowed`);
    }
    for (const frame of framesOf(body, closing)) {
      await this.credit.take(this.signal);
      this.send(frame);
    }
  }

  end(): void {
    this.send({ kind: 'end', body: new Uint8Array() });
  }

  error(error: unknown): void {
    this.send({ kind: 'error', body: encodeError(error) });
  }

  private send({ kind, body }: Frame): void {
    const out = headers();
    out.set(HEADER.frame, kind);
    out.set(HEADER.sequence, String(this.sequence++));
    try {
      this.connection.publish(this.inbox, body, { headers: out });
    } catch (error) {
      if (!isLeaving(error)) throw error;
    }
  }
}

/** The process is stopping and can say nothing more; the caller's deadline covers for it. */
const isLeaving = (error: unknown): boolean =>
  error instanceof NatsError && ([ErrorCode.ConnectionClosed, ErrorCode.ConnectionDraining] as string[]).includes(error.code);
