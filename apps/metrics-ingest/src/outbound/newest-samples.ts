import { decodeBatchColumns } from '@cloudops/contracts';
import { SeriesTable } from '@cloudops/domain-series';
import type { DataSource } from 'typeorm';
import { TAIL } from './journal-tail.ts';
import { eachSeen } from './seen-series.ts';
import { typedRows } from './typed-rows.ts';

/** Newest folded sample of every series. */
export async function newestFolded(dataSource: DataSource): Promise<SeriesTable> {
  const table = new SeriesTable();
  for (const { body } of await typedRows<{ body: Buffer }>(dataSource, 'select body from seen', []))
    eachSeen(body, (low, high, time) => (table.lastAt[table.add(low, high)] = time));
  return table;
}

/** Newest sample of every series in each row that is not folded yet. */
export async function eachUnfolded(dataSource: DataSource, visit: (low: number, high: number, time: number) => void): Promise<void> {
  const partitions: { partition: number }[] = await dataSource.query('select partition from partitions');
  for (const { partition } of partitions) {
    for (const { body } of await typedRows<{ body: Buffer }>(dataSource, TAIL, [[partition], 0, Number.MAX_SAFE_INTEGER])) {
      const { ids, starts, times } = decodeBatchColumns(body);
      for (let i = 0; i + 1 < starts.length; i++)
        if (starts[i + 1]! > starts[i]!) visit(ids[2 * i]!, ids[2 * i + 1]!, times[starts[i + 1]! - 1]!);
    }
  }
}
