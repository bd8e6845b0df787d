import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { invert } from './invert.ts';

describe('invert', () => {
  it('times the matrix with its ridge is the identity', () => {
    const n = 5;
    fc.assert(
      fc.property(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: n * n, maxLength: n * n }), (x) => {
        const at = (i: number, j: number): number => x[i * n + j]!;
        const a = new Float64Array(n * n);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) a[i * n + j] = x.slice(0, n).reduce((sum, _, k) => sum + at(i, k) * at(j, k), 0);
        const out = new Float64Array(n * n);
        invert(a, n, 0.1, out);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += (a[i * n + k]! + (i === k ? 0.1 : 0)) * out[k * n + j]!;
            expect(sum).toBeCloseTo(i === j ? 1 : 0, 6);
          }
      }),
    );
  });

  it('of what is not positive is finite nevertheless', () => {
    const out = new Float64Array(4);
    invert(Float64Array.of(1, 0, 5, 1), 2, 0.01, out);
    expect(out.every(Number.isFinite)).toBe(true);
    expect(out[0]).toBeGreaterThan(0);
    expect(out[3]).toBeGreaterThan(0);
  });
});
