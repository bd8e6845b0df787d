import { describe, expect, it } from '@jest/globals';
import { compareSamples, isEqual } from './compare-samples.ts';
import { SampleSet } from './sample-set.ts';

type Row = readonly [id: bigint, time: number, value: number];
const ROWS: readonly Row[] = [
  [1n, 1_000, 1.5],
  [1n, 2_000, NaN],
  [2n, 1_000, -0],
  [2n, 2_000, Infinity],
];

function setOf(rows: readonly Row[]): SampleSet {
  const set = new SampleSet();
  for (const [id, time, value] of rows) {
    const words = new Uint32Array(Float64Array.of(value).buffer);
    set.of(id).push(time, words[0]!, words[1]!);
  }
  return set;
}
const against = (rows: readonly Row[]) => compareSamples(setOf(ROWS), setOf(rows));

describe('compareSamples', () => {
  it('finds equal what is equal, in any order, sent once or twice', () => {
    const all = compareSamples(setOf([...ROWS, ...ROWS]), setOf([...ROWS].reverse()));
    expect(all).toMatchObject({ generated: 4, readBack: 4, lost: 0, doubled: 0, altered: 0, invented: 0, ambiguous: 0 });
    expect(isEqual(all)).toBe(true);
  });
  it('finds a sample that was dropped', () => {
    const dropped = against(ROWS.slice(1));
    expect(dropped).toMatchObject({ generated: 4, readBack: 3, lost: 1, doubled: 0, altered: 0, invented: 0 });
    expect(isEqual(dropped)).toBe(false);
    expect(dropped.examples).toEqual(['lost "1" 1970-01-01T00:00:01.000Z 3ff8000000000000 read back as']);
  });
  it('finds a sample that was doubled', () => {
    const doubled = against([...ROWS, ROWS[2]!]);
    expect(doubled).toMatchObject({ generated: 4, readBack: 5, lost: 0, doubled: 1, altered: 0, invented: 0 });
    expect(isEqual(doubled)).toBe(false);
  });
  it('finds a value that differs in one bit, also where numbers look the same', () => {
    const altered = against([...ROWS.filter(([, , value]) => !Object.is(value, -0)), [2n, 1_000, 0]]);
    expect(altered).toMatchObject({ generated: 4, readBack: 4, lost: 0, doubled: 0, altered: 1, invented: 0 });
    expect(isEqual(altered)).toBe(false);
  });
  it('finds a stale marker that became another NaN', () => {
    const stale = new SampleSet();
    stale.of(1n).push(2_000, 2, 0x7ff00000);
    expect(compareSamples(stale, setOf([[1n, 2_000, NaN]]))).toMatchObject({ altered: 1 });
  });
  it('finds what nobody sent: another time, another series', () => {
    const moved = against([...ROWS.slice(1), [1n, 1_001, 1.5], [3n, 1_000, 1]]);
    expect(moved).toMatchObject({ generated: 4, lost: 1, invented: 2 });
    expect(isEqual(moved)).toBe(false);
  });
  it('is not satisfied by nothing', () => expect(isEqual(compareSamples(setOf([]), setOf([])))).toBe(false));
});
