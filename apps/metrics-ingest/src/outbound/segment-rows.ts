import type { DataSource, EntityManager } from 'typeorm';
import { typedRows } from './typed-rows.ts';

/** Kinds of rows in `series_segments`: series, declarations of families, series that are gone; the last when no segment holds them any more. */
export const SEGMENT = { series: 0, families: 1, gone: 2, goneForGood: 3 } as const;

export interface SegmentSize {
  readonly ctid: string;
  readonly id: bigint;
  readonly kind: number;
  readonly series: number;
}

export interface SegmentRow extends SegmentSize {
  readonly body: Buffer;
}

/** Rows that were committed after one, in order. */
export const segmentsAfter = (source: DataSource | EntityManager, id: bigint): Promise<SegmentRow[]> =>
  typedRows<SegmentRow>(source, 'select ctid, id, kind, series, body from series_segments where id > $1 order by id', [id.toString()]);

/** All rows without their bodies, in order. */
export const segmentSizes = (source: DataSource | EntityManager): Promise<SegmentSize[]> =>
  typedRows<SegmentSize>(source, 'select ctid, id, kind, series from series_segments order by id', []);

/** Until the transaction ends nobody else adds rows: so ids are committed in their order, and who knows one knows all before it. */
export const lockSegments = (manager: EntityManager): Promise<unknown> =>
  manager.query(`select pg_advisory_xact_lock(hashtextextended(current_schema || ' series segments', 0))`);

/** Adds a row under the lock. @returns its id and the highest before. */
export async function addSegment(
  manager: EntityManager,
  kind: number,
  series: number,
  body: Uint8Array,
): Promise<{ id: bigint; before: bigint }> {
  const [row] = await typedRows<{ id: bigint; before: bigint }>(
    manager,
    `insert into series_segments (kind, series, body) values ($1, $2, $3)
     returning id, (select coalesce(max(id), 0) from series_segments) as before`,
    [kind, series, Buffer.from(body.buffer, body.byteOffset, body.byteLength)],
  );
  return row!;
}

/** Replaces rows by others that say the same, under the highest of their ids. @throws Error when one of them is not there any more. */
export async function replaceSegments(
  manager: EntityManager,
  rows: readonly SegmentSize[],
  combine: (bodies: Buffer[]) => { series: number; body: Uint8Array }[],
): Promise<void> {
  const old = await typedRows<SegmentRow>(
    manager,
    'with old as (delete from series_segments where ctid = any($1::tid[]) returning ctid, id, kind, body) select * from old order by id, ctid',
    [rows.map(({ ctid }) => ctid)],
  );
  // a place may be another row's by now: what is deleted is what was meant, or nothing is
  const isMeant = rows.every((row) => old.some(({ ctid, id, kind }) => ctid === row.ctid && id === row.id && kind === row.kind));
  if (old.length !== rows.length || !isMeant) throw new Error('segments of the catalogue were changed by another process');
  const { id, kind } = old.at(-1)!;
  for (const { series, body } of combine(old.map((row) => row.body)))
    await manager.query('insert into series_segments (id, kind, series, body) values ($1, $2, $3, $4)', [
      id.toString(),
      kind,
      series,
      Buffer.from(body.buffer, body.byteOffset, body.byteLength),
    ]);
}
