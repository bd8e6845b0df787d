import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { SampleColumns } from '@cloudops/contracts';
import { SeriesTable } from '@cloudops/domain-series';
import type { EntityManager } from 'typeorm';
import { typedRows } from './typed-rows.ts';

/** First four bytes of a zstd frame, as a number; bodies of older releases are plain and begin with the number of series. */
const ZSTD = 0xfd2fb528;

/** Newest sample in `packs` of every series of a partition, as one row: u32 number of series, u64 ids, f64 times in ms, little-endian, then zstd. */
export class SeenSeries {
  private constructor(
    private readonly manager: EntityManager,
    private readonly partition: number,
    private readonly table: SeriesTable,
  ) {}

  /** Locked until the transaction ends. */
  static async load(manager: EntityManager, partition: number): Promise<SeenSeries> {
    await manager.query(`insert into seen (partition, body) values ($1, '') on conflict do nothing`, [partition]);
    const [row] = await typedRows<{ body: Buffer }>(manager, 'select body from seen where partition = $1 for update', [partition]);
    const table = new SeriesTable();
    eachSeen(row!.body, (low, high, time) => (table.lastAt[table.add(low, high)] = time));
    return new SeenSeries(manager, partition, table);
  }

  note({ ids, starts, times }: SampleColumns): void {
    for (let i = 0; i + 1 < starts.length; i++) {
      if (starts[i + 1]! > starts[i]!) this.table.sees(ids[2 * i]!, ids[2 * i + 1]!, times[starts[i + 1]! - 1]!);
    }
  }

  /** Writes all of it but series whose newest sample is older than `since`, ms. */
  async store(since = -Infinity): Promise<void> {
    const { table } = this;
    const slots: number[] = [];
    for (let slot = 0; slot < table.end; slot++) if (table.lastAt[slot]! >= since) slots.push(slot);
    const body = Buffer.allocUnsafe(4 + 16 * slots.length);
    body.writeUInt32LE(slots.length, 0);
    slots.forEach((slot, i) => {
      body.writeUInt32LE(table.low[slot]!, 4 + 8 * i);
      body.writeUInt32LE(table.high[slot]!, 8 + 8 * i);
      body.writeDoubleLE(table.lastAt[slot]!, 4 + 8 * slots.length + 8 * i);
    });
    await this.manager.query('update seen set body = $2 where partition = $1', [this.partition, zstdCompressSync(body)]);
  }
}

export function eachSeen(stored: Buffer, visit: (low: number, high: number, time: number) => void): void {
  const body = stored.length >= 4 && stored.readUInt32LE(0) === ZSTD ? zstdDecompressSync(stored) : stored;
  const count = body.length < 4 ? 0 : body.readUInt32LE(0);
  for (let i = 0; i < count; i++) visit(body.readUInt32LE(4 + 8 * i), body.readUInt32LE(8 + 8 * i), body.readDoubleLE(4 + 8 * (count + i)));
}
