import { decodeBatchColumns } from '@cloudops/contracts';
import { Pack, SeriesTable } from '@cloudops/domain-series';
import type { DataSource } from 'typeorm';
import { eachSeen } from './encode-seen.ts';
import { TAIL } from './journal-tail.ts';
import { typedRows } from './typed-rows.ts';

/** Fragments looked at together. */
const PAGE = 64;

/** Newest sample of every series. Read in the direction in which samples move, so that none slips by. */
export async function newestSamples(dataSource: DataSource): Promise<SeriesTable> {
  const table = new SeriesTable();
  const partitions: { partition: number }[] = await dataSource.query('select partition from partitions');
  for (const { partition } of partitions) {
    for (const { body } of await typedRows<{ body: Buffer }>(dataSource, TAIL, [[partition], 0, Number.MAX_SAFE_INTEGER])) {
      const { ids, starts, times } = decodeBatchColumns(body);
      for (let i = 0; i + 1 < starts.length; i++)
        if (starts[i + 1]! > starts[i]!) table.sees(ids[2 * i]!, ids[2 * i + 1]!, times[starts[i + 1]! - 1]!);
    }
  }
  return newestFolded(dataSource, table);
}

/** The same of what is folded: fragments say it themselves, what left them for good is in `seen`. */
export async function newestFolded(dataSource: DataSource, table = new SeriesTable()): Promise<SeriesTable> {
  for (let after: bigint | undefined = 0n; after !== undefined;) {
    const rows: { id: bigint; body: Buffer }[] = await typedRows<{ id: bigint; body: Buffer }>(
      dataSource,
      `select id, body from fragments where id > $1::bigint order by id limit ${PAGE}`,
      [after.toString()],
    );
    for (const { body } of rows) notePack(table, new Pack(body));
    after = rows.length === PAGE ? rows.at(-1)!.id : undefined;
  }
  for (const { body } of await typedRows<{ body: Buffer }>(dataSource, 'select body from seen', []))
    eachSeen(body, (low, high, time) => table.sees(low, high, time));
  return table;
}

function notePack(table: SeriesTable, pack: Pack): void {
  const words = new Uint32Array(pack.ids.buffer);
  for (let place = 0; place < pack.ids.length; place++) table.sees(words[2 * place]!, words[2 * place + 1]!, pack.times(place).at(-1)!);
}
