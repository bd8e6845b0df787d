import { decodeFamilies, decodeSegment, encodeFamilies, encodeSegment, fullPieces, mergeSegments, smallRun } from '@cloudops/domain-series';
import type { DataSource, EntityManager } from 'typeorm';
import { idsOf } from './live-catalogue.ts';
import { replaceSegments, SEGMENT, segmentsAfter, segmentSizes, type SegmentSize } from './segment-rows.ts';
import { vacuumTables } from './vacuum-tables.ts';

/** zstd's level. */
const EFFORT = 9;

/** Makes full segments of small ones, and lets go of series that are gone. By one process at a time; others may add rows meanwhile. */
export async function tidySegments(dataSource: DataSource): Promise<void> {
  const rows = await segmentSizes(dataSource);
  for (const gone of rows.filter(({ kind }) => kind === SEGMENT.gone)) await dataSource.transaction((manager) => letGo(manager, gone));
  const families = rows.filter(({ kind }) => kind === SEGMENT.families);
  if (families.length > 1) await dataSource.transaction((manager) => replaceSegments(manager, families, mergeFamilies));
  let merged = families.length > 1;
  for (let run = nextRun(await segmentSizes(dataSource)); run !== undefined; run = nextRun(await segmentSizes(dataSource))) {
    const small = run;
    await dataSource.transaction((manager) => replaceSegments(manager, small, mergeSeries));
    merged = true;
  }
  await dataSource.query(
    `delete from series_segments where kind = ${SEGMENT.goneForGood} and written_at < clock_timestamp() - interval '1 day'`,
  );
  if (merged) await vacuumTables(dataSource, ['series_segments']);
}

/** Rewrites what was written of series before they went. The row of the gone stays for a day, for processes that have not seen it. */
async function letGo(manager: EntityManager, { id, kind }: SegmentSize): Promise<void> {
  const all = await segmentsAfter(manager, 0n);
  const ids = idsOf(all.find((row) => row.id === id && row.kind === kind)!.body);
  const gone = new Set(Array.from({ length: ids.length / 2 }, (_, i) => `${ids[2 * i]} ${ids[2 * i + 1]}`));
  const keeps = (low: number, high: number): boolean => !gone.has(`${low} ${high}`);
  for (const row of all.filter((row) => row.kind === SEGMENT.series && row.id < id)) {
    const { columns, order } = mergeSegments([decodeSegment(row.body)], keeps);
    if (order.length === row.series) continue;
    const left = order.length === 0 ? [] : [{ series: order.length, body: encodeSegment(columns, order, EFFORT) }];
    await replaceSegments(manager, [row], () => left);
  }
  await manager.query(`update series_segments set kind = ${SEGMENT.goneForGood} where id = $1 and kind = $2`, [id.toString(), kind]);
}

function nextRun(rows: readonly SegmentSize[]): SegmentSize[] | undefined {
  const segments = rows.filter(({ kind }) => kind === SEGMENT.series);
  const run = smallRun(segments.map(({ series }) => series));
  return run && segments.slice(...run);
}

function mergeSeries(bodies: Buffer[]): { series: number; body: Uint8Array }[] {
  const { columns, order } = mergeSegments(bodies.map(decodeSegment), () => true);
  return fullPieces(order).map((rows) => ({ series: rows.length, body: encodeSegment(columns, rows, EFFORT) }));
}

function mergeFamilies(bodies: Buffer[]): { series: number; body: Uint8Array }[] {
  const families = new Map(bodies.flatMap(decodeFamilies));
  return [{ series: families.size, body: encodeFamilies(families) }];
}
