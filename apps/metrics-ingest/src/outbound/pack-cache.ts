import { Pack } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

/** Unpacked packs in memory, all together, about. */
const MAX_BYTES = 48 * 1024 * 1024;

/** Packs that were read lately, unpacked: a dashboard asks for the same hours again and again, and a pack never changes. */
@Injectable()
export class PackCache {
  private readonly packs = new Map<string, Pack>();

  /** What is held now, by key: it stays in the hands of who asks, whatever has to go meanwhile. */
  held(): ReadonlyMap<string, Pack> {
    return new Map(this.packs);
  }

  /** Notes packs as the ones that were used last. */
  keep(used: ReadonlyMap<string, Pack>): void {
    for (const [key, pack] of used) {
      this.packs.delete(key); // the newest is last
      this.packs.set(key, pack);
    }
    let bytes = [...this.packs.values()].reduce((sum, { heldBytes }) => sum + heldBytes, 0);
    for (const [oldest, { heldBytes }] of this.packs) {
      if (bytes <= MAX_BYTES) return;
      this.packs.delete(oldest);
      bytes -= heldBytes;
    }
  }
}
