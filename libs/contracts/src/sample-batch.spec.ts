import { describe, expect, it } from '@jest/globals';
import { decodeBatch, encodeBatch } from './sample-batch.ts';

const batch = {
  partition: 3,
  seq: 12n,
  series: [
    { id: 1n, times: Float64Array.of(1, 2), values: Float64Array.of(3, NaN) },
    { id: 2n, times: Float64Array.of(), values: Float64Array.of() },
  ],
};

describe('a sample batch', () => {
  it('decodes from plain bytes and from a Buffer anywhere in its pool', () => {
    const body = encodeBatch(batch);
    const pooled = Buffer.concat([Buffer.from('odd'), body]).subarray(3);
    expect(decodeBatch(body)).toEqual(batch);
    expect(decodeBatch(pooled)).toEqual(batch);
  });

  it('is refused when it is cut anywhere', () => {
    const body = encodeBatch(batch);
    for (let n = 0; n < body.length; n++) expect(() => decodeBatch(body.subarray(0, n))).toThrow(/does not decode/);
  });
});
