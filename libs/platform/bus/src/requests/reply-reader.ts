import { DomainError } from '@cloudops/contracts';
import { ErrorCode, type Msg } from 'nats';
import { HEADER } from '../wire-headers.ts';
import { CREDIT, type Frame, FRAME_KINDS } from './frames.ts';
import { ItemAssembly } from './item-assembly.ts';
import { decodeError } from './wire-error.ts';

/** Reads one reply: frames in, whole items out. */
export class ReplyReader {
  private readonly frames: Frame[] = [];
  private readonly assembly = new ItemAssembly();
  private failure: Error | undefined;
  private expected = 0;
  private taken = 0;
  private ended = false;
  private changed = Promise.withResolvers<void>();

  /** `askForMore` sends the server word that so many more frames are welcome. */
  constructor(
    private readonly subject: string,
    private readonly askForMore: (frames: number) => void,
  ) {}

  /** Whether the server has nothing more to send. */
  get complete(): boolean {
    return this.ended;
  }

  receive(message: Msg): void {
    if (message.headers?.code === Number(ErrorCode.NoResponders)) {
      return this.end(
        new DomainError('unavailable', 'no-responder', `Nobody answers ${this.subject} at the moment`, { retryAfterSeconds: 5 }),
      );
    }
    const kind = FRAME_KINDS.find((each) => each === message.headers?.get(HEADER.frame));
    const sequence = Number(message.headers?.get(HEADER.sequence));
    if (kind === undefined || sequence !== this.expected++) {
      return this.end(new DomainError('unavailable', 'reply-interrupted', `Part of the reply to ${this.subject} was lost`));
    }
    this.frames.push({ kind, body: message.data });
    if (kind === 'last' || kind === 'end' || kind === 'error') this.ended = true;
    this.changed.resolve();
  }

  /** Makes the reader fail: at once when it waits, whatever is queued. */
  fail(error: Error): void {
    this.failure ??= error;
    this.changed.resolve();
  }

  /** The next item, or `undefined` at the end. Rejects with the server's DomainError, or what `fail` was given. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (this.failure) throw this.failure;
      const frame = this.frames.shift();
      if (frame === undefined) {
        if (this.ended) return undefined;
        await this.changed.promise;
        this.changed = Promise.withResolvers<void>();
        continue;
      }
      if (frame.kind === 'end') return undefined;
      if (frame.kind === 'error') throw decodeError(frame.body);
      this.count();
      const item = this.assembly.add(frame);
      if (item) return item;
    }
  }

  private end(error: Error): void {
    this.ended = true;
    this.fail(error);
  }

  private count(): void {
    if (++this.taken < CREDIT / 2 || this.ended) return;
    this.askForMore(this.taken);
    this.taken = 0;
  }
}
