import { encodeBatch, type SeriesDescriptor } from '@cloudops/contracts';
import { deriveEntity, labelValue, NAME_LABEL, partitionOfWords, seriesIdText } from '@cloudops/domain-series';
import type { Delivered, Delivery } from './delivery.ts';

const PARTITIONS = 4;
const KIND = { series: 1, batch: 2 };

/** Turns deliveries into what another process reads as frames: descriptors of new series, then batches by partition, as metrics-ingest would relay them. */
export class FrameWriter {
  /** First and last sample time of each entity, ms. */
  readonly spans = new Map<string, { from: number; to: number }>();
  readonly series = new Map<bigint, string>();
  private readonly seqs = new Array<bigint>(PARTITIONS).fill(0n);

  frames(delivery: Delivery): Buffer[] {
    const fresh = delivery.filter(({ identity }) => !this.series.has(identity.id)).map((one) => this.describe(one));
    const frames = fresh.length > 0 ? [frame(KIND.series, Buffer.from(JSON.stringify(fresh)))] : [];
    const parts: Delivered[][] = Array.from({ length: PARTITIONS }, () => []);
    for (const one of delivery) {
      parts[partitionOfWords(one.identity.low, one.identity.high, PARTITIONS)]!.push(one);
      this.note(one);
    }
    parts.forEach((part, partition) => {
      if (part.length === 0) return;
      const seq = (this.seqs[partition]! += 1n);
      const series = part.map(({ identity, times, values }) => ({ id: identity.id, times, values }));
      frames.push(frame(KIND.batch, encodeBatch({ partition, seq, series })));
    });
    return frames;
  }

  private describe({ identity, type }: Delivered): SeriesDescriptor {
    const { labels } = identity;
    const entity = deriveEntity('recorded', labels);
    this.series.set(identity.id, `${entity.kind}/${entity.id}`);
    return {
      id: seriesIdText(identity.id),
      name: labelValue(labels, NAME_LABEL) ?? '',
      labels: Object.fromEntries(labels.filter(([name]) => name !== NAME_LABEL)),
      type,
      entity,
      source: 'remote-write:recorded',
    };
  }

  private note({ identity, times }: Delivered): void {
    const entity = this.series.get(identity.id)!;
    const span = this.spans.get(entity);
    const [from, to] = [times[0]!, times.at(-1)!];
    if (!span) this.spans.set(entity, { from, to });
    else {
      span.from = Math.min(span.from, from);
      span.to = Math.max(span.to, to);
    }
  }
}

function frame(kind: number, body: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(5 + body.length);
  out.writeUInt32LE(body.length, 0);
  out[4] = kind;
  out.set(body, 5);
  return out;
}
