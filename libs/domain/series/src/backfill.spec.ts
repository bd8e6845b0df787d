import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterTooLarge, afterWindow, firstCursor, LONGEST_WINDOW_MS, nextName, progressOf, windowOf } from './backfill.ts';

const HOUR = 3_600_000;

describe('windows of a backfill', () => {
  it('cover the whole range without gap or overlap, newest first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 * 24 * HOUR }), fc.array(fc.boolean(), { maxLength: 8 }), (length, halvings) => {
        const from = 1_000;
        const to = from + length;
        let job = { from, to, cursor: firstCursor(to) };
        let expectedTo = to;
        for (let i = 0; ; i++) {
          if (halvings[i]) {
            job = { ...job, cursor: afterTooLarge(job, 'x').cursor };
            continue;
          }
          const window = windowOf(job);
          expect(window.to).toBe(expectedTo);
          expect(window.after).toBeLessThan(window.to);
          expect(window.to - window.after).toBeLessThanOrEqual(LONGEST_WINDOW_MS);
          const step = afterWindow(job);
          expectedTo = window.after;
          job = { ...job, cursor: step.cursor };
          if (step.state === 'done') break;
        }
        expect([expectedTo, progressOf(job)]).toEqual([from, 1]);
      }),
    );
  });

  it('take the names in order', () => {
    const cursor = firstCursor(0);
    expect(nextName(['a', 'b'], cursor)).toBe('a');
    expect(nextName(['a', 'b'], { ...cursor, lastName: 'a' })).toBe('b');
    expect(nextName(['a', 'b'], { ...cursor, lastName: 'b' })).toBeUndefined();
  });

  it('do not become endlessly short', () => {
    const step = afterTooLarge({ cursor: { windowEnd: 0, windowMs: 100_000, lastName: '' } }, 'huge');
    expect(step).toMatchObject({ state: 'failed', message: expect.stringContaining('huge') });
  });
});
