import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FULL_SEGMENT, fullPieces, smallRun } from './small-run.ts';

describe('merging segments', () => {
  it('comes to an end: all are full but the last', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20_000 })), { maxLength: 60 }), (counts) => {
        let series = counts;
        const total = counts.reduce((sum, count) => sum + count, 0);
        for (let round = 0, run = smallRun(series); run !== undefined; round++, run = smallRun(series)) {
          expect(round).toBeLessThan(1000);
          const [from, to] = run;
          expect(to - from).toBeGreaterThan(1);
          const rows = Array.from({ length: series.slice(from, to).reduce((sum, count) => sum + count, 0) }, (_, i) => i);
          const pieces = fullPieces(rows);
          expect(pieces.flat()).toEqual(rows);
          series = [...series.slice(0, from), ...pieces.map((piece) => piece.length), ...series.slice(to)];
        }
        expect(series.slice(0, -1).every((count) => count >= FULL_SEGMENT)).toBe(true);
        expect(series.reduce((sum, count) => sum + count, 0)).toBe(total);
      }),
      { numRuns: 50 },
    );
  });
});
