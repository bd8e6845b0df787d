import { DomainError } from '@cloudops/contracts';
import { type Frame, ITEM_BYTES } from './frames.ts';

/** Puts the parts of an item together again. */
export class ItemAssembly {
  private parts: Uint8Array[] = [];
  private bytes = 0;

  /**
   * The whole item, once `frame` completes it.
   * @throws DomainError `too-large` before it holds more than an item may have.
   */
  add({ kind, body }: Frame): Uint8Array | undefined {
    this.bytes += body.byteLength;
    if (this.bytes > ITEM_BYTES) throw new DomainError('too-large', 'reply-too-large', `An item of the reply exceeds ${ITEM_BYTES} bytes`);
    this.parts.push(body);
    if (kind === 'part') return undefined;
    const item = this.parts.length === 1 ? body : Buffer.concat(this.parts);
    this.parts = [];
    this.bytes = 0;
    return item;
  }
}
