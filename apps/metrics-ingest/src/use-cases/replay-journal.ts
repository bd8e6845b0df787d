import { Journal } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

/** Samples read at a time: about 2 MiB. */
const SAMPLES = 100_000;

/** Hands out the journal of a partition again, from a seq on, until its end. */
@Injectable()
export class ReplayJournal {
  constructor(private readonly journal: Journal) {}

  async *execute(partition: number, fromSeq: bigint, signal: AbortSignal): AsyncGenerator<{ batch: string; oldestSeq: string }> {
    const { oldestSeq } = await this.journal.position(partition);
    for (let after = fromSeq - 1n; ;) {
      signal.throwIfAborted();
      const rows = await this.journal.rowsAfter(partition, after, SAMPLES);
      const last = rows.at(-1);
      if (last === undefined) return;
      for (const { seq, body } of rows) {
        yield { batch: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'), oldestSeq: String(oldestSeq ?? seq) };
      }
      after = last.seq;
    }
  }
}
