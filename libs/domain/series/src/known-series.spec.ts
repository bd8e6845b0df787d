import { describe, expect, it } from '@jest/globals';
import { KnownSeriesTable } from './known-series.ts';

const DAY_MS = 86_400_000;
const series = (lastAt: number) => ({ source: 'a', entity: 'host', metric: 'up', lastAt });

describe('KnownSeriesTable', () => {
  it('forgets what was silent, but nothing that came since a group, however old its samples are', () => {
    const known = new KnownSeriesTable();
    for (let id = 0n; id < 3_000n; id++) known.set(id, series(DAY_MS - 1));
    const slotOf = (id: bigint): number => known.table.find(Number(id), 0);
    known.mark(known.openGroup(), slotOf(1n), 0);
    const { group } = known;
    known.mark(known.openGroup(), slotOf(2n), 0);
    known.set(9_000n, series(0));
    known.markNew(known.group, slotOf(9_000n));
    expect(known.deleteSilent(DAY_MS, group)).toBe(2_999);
    expect([1n, 2n, 9_000n].map((id) => known.get(id) !== undefined)).toEqual([false, true, true]);
    expect([known.size, known.countOf('up')]).toEqual([2, 2]);
    expect(known.deleteSilent(DAY_MS)).toBe(2);
  });

  it('keeps its marks while it grows', () => {
    const known = new KnownSeriesTable();
    known.set(1n, series(0));
    known.mark(known.openGroup(), known.table.find(1, 0), 7);
    for (let id = 2n; id < 5_000n; id++) known.set(id, series(DAY_MS));
    known.openGroup();
    expect(known.deleteSilent(DAY_MS, 0)).toBe(0);
    expect(known.deleteSilent(DAY_MS, 1)).toBe(1);
  });
});
