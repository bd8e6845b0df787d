import { joinBatches, MetricsBatch } from '@cloudops/contracts';
import { Journal, type SequencedRow } from '@cloudops/domain-series';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { IngestMetrics } from '../ingest.metrics.ts';

/** Samples on their way to the broker at a time: about 1 MiB. */
const SAMPLES = 50_000;
/** Of one message, unless a single row is longer. */
const MESSAGE_BYTES = 256 * 1024;
/** Beside the rows themselves, in a message of many. */
const FRAME_BYTES = 64 * 1024;
/** Rows of other processes are looked for, and the mark is written, this often. */
const LOOK_MS = 1_000;

interface Progress {
  published: bigint;
  /** What the database knows of it. */
  marked: bigint;
  last: bigint;
  readonly lookedAt: number;
}

/**
 * Publishes a partition's new rows in order, small ones together. The mark follows within a second: what a crash leaves without one is
 * published again, and consumers skip it by its seq.
 */
@Injectable()
export class RelayJournal {
  private readonly progress = new Map<number, Progress>();
  /** Memory of messages that the broker has confirmed, to be used again: fresh buffers cost a collection of garbage a second. */
  private readonly rooms: Uint8Array<ArrayBuffer>[] = [];

  constructor(
    private readonly journal: Journal,
    private readonly bus: Bus,
    private readonly metrics: IngestMetrics,
    private readonly clock: Clock,
  ) {}

  /** Publishes everything there is. @throws DomainError when the broker does not confirm; the rest waits for the next call. */
  async execute(partition: number): Promise<void> {
    const progress = await this.look(partition);
    const lag = this.metrics.relayLag.labels(String(partition));
    for (;;) {
      const newest = this.journal.newest(partition);
      if (newest > progress.last) progress.last = newest;
      lag.set(Number(progress.last - progress.published));
      if (progress.last <= progress.published) return;
      const rows = await this.journal.rowsAfter(partition, progress.published, SAMPLES);
      const last = rows.at(-1);
      if (last === undefined) return;
      // all at once: one connection keeps their order, and if one fails, all of them are sent again
      await Promise.all(messagesOf(rows).map((message) => this.publish(partition, message)));
      progress.published = last.seq;
    }
  }

  private async publish(partition: number, rows: readonly SequencedRow[]): Promise<void> {
    const id = `batch-${partition}-${rows[0]!.seq}-${rows.at(-1)!.seq}`;
    const room = this.rooms.pop() ?? new Uint8Array(MESSAGE_BYTES + FRAME_BYTES);
    const message = joinBatches(
      rows.map(({ body }) => body),
      room,
    );
    await this.bus.publish(MetricsBatch, message, { id, suffix: String(partition) });
    this.rooms.push(room); // not after a failure: what was not confirmed may still wait to be sent
    this.metrics.published.inc({ partition: String(partition) }, rows.length);
  }

  private async look(partition: number): Promise<Progress> {
    const known = this.progress.get(partition);
    const now = this.clock.now();
    if (known !== undefined && Math.abs(now - known.lookedAt) < LOOK_MS) return known;
    if (known !== undefined && known.published > known.marked) await this.journal.markPublished(partition, known.published);
    const { publishedSeq, lastSeq } = await this.journal.position(partition);
    const progress = { published: publishedSeq, marked: publishedSeq, last: lastSeq, lookedAt: now };
    this.progress.set(partition, progress);
    return progress;
  }
}

function messagesOf(rows: readonly SequencedRow[]): SequencedRow[][] {
  const messages: SequencedRow[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    if (bytes + row.body.length > MESSAGE_BYTES) {
      messages.push([]);
      bytes = 0;
    }
    messages.at(-1)!.push(row);
    bytes += row.body.length;
  }
  return messages;
}
