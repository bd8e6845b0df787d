import type { JournalRow } from '@cloudops/domain-series';
import type { DataSource, EntityManager } from 'typeorm';
import { typedRows } from './typed-rows.ts';

const CASTS = ['smallint', 'bigint', 'bigint', 'bigint', 'integer', 'bytea'];
/** Statements for up to so many rows stay prepared, one each: parsing and planning would cost as much as running them. */
const PREPARED_ROWS = 32;
const statements: string[] = [];

/** Last seq that a partition has now, and how many rows of it were inserted. */
export interface Sequenced {
  readonly seq: bigint;
  readonly rows: number;
}

/** Commits journal rows, or adds them to a transaction, each with the next seq of its partition. @returns what became of each partition. */
export async function insertRows(source: DataSource | EntityManager, rows: readonly JournalRow[]): Promise<Map<number, Sequenced>> {
  if (rows.length === 0) return new Map();
  const left = new Map<number, number>();
  for (const { partition } of rows) left.set(partition, (left.get(partition) ?? 0) + 1);
  const counts = new Map(left);
  const values: unknown[] = [[...counts.keys()], [...counts.values()]];
  for (const { partition, minTime, maxTime, samples, body } of rows) {
    left.set(partition, left.get(partition)! - 1);
    values.push(partition, left.get(partition), minTime, maxTime, samples, Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  }
  const isPrepared = rows.length <= PREPARED_ROWS;
  const statement = (isPrepared ? statements[rows.length] : undefined) ?? statementFor(rows.length);
  if (isPrepared) statements[rows.length] = statement;
  const name = isPrepared ? `journal-${rows.length}` : undefined;
  const moved = await typedRows<{ partition: number; last_seq: bigint }>(source, statement, values, name);
  return new Map(moved.map(({ partition, last_seq: seq }) => [partition, { seq, rows: counts.get(partition)! }]));
}

/** Each partition's row is locked (in order, so that nobody waits in a circle) and gives its rows the next seqs. */
function statementFor(rows: number): string {
  const rowOf = (row: number) => `(${CASTS.map((cast, i) => `$${3 + CASTS.length * row + i}::${cast}`).join(', ')})`;
  return `with held as (
      select p.partition, n.rows from partitions p join unnest($1::smallint[], $2::bigint[]) as n (partition, rows) using (partition)
      order by p.partition for update of p),
    moved as (
      update partitions p set last_seq = p.last_seq + held.rows from held where p.partition = held.partition returning p.partition, p.last_seq),
    added as (
      insert into journal (partition, seq, min_time, max_time, samples, body)
      select r.partition, m.last_seq - r.behind, r.min_time, r.max_time, r.samples, r.body
      from (values ${Array.from({ length: rows }, (_, row) => rowOf(row)).join(', ')}) as r (partition, behind, min_time, max_time, samples, body)
      join moved m using (partition))
    select partition, last_seq from moved`;
}
