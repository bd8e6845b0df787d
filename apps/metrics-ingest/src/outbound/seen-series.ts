import type { SampleColumns } from '@cloudops/contracts';
import { SeriesTable } from '@cloudops/domain-series';
import type { EntityManager } from 'typeorm';
import { eachSeen, encodeSeen } from './encode-seen.ts';
import { typedRows } from './typed-rows.ts';

/** Newest sample in `packs` of every series of a partition, as one row (`encodeSeen`). */
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
    await this.manager.query('update seen set body = $2 where partition = $1', [this.partition, encodeSeen(this.table, since)]);
  }
}
