import { describe, expect, it } from '@jest/globals';
import { decodeBatch, decodeBatchColumns, encodeBatch } from './sample-batch.ts';
import { decodeColumns, encodeColumns } from './sample-columns.ts';

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

describe('a batch in columns', () => {
  const stale = new Float64Array(Uint32Array.of(2, 0x7ff00000).buffer)[0]!;
  const columns = {
    ids: Uint32Array.of(1, 0, 2, 0, 3, 0x80000000),
    starts: Uint32Array.of(0, 2, 2, 5),
    times: Float64Array.of(1_760_000_000_000, 1_760_000_015_000, 0, 70, 8.64e15),
    values: Float64Array.of(3, NaN, -0, stale, 5),
  };
  const body = encodeColumns(3, columns);

  it('returns what was encoded, in columns and by series, also from a pool', () => {
    const pooled = Buffer.concat([Buffer.from('odd'), body]).subarray(3);
    expect(decodeColumns(pooled)).toEqual(columns);
    const { partition, seq, series } = decodeBatch(body);
    expect({ partition, seq, ids: series.map(({ id }) => id) }).toEqual({ partition: 3, seq: 0n, ids: [1n, 2n, 0x8000000000000003n] });
    expect(series.map(({ times }) => [...times])).toEqual([[1_760_000_000_000, 1_760_000_015_000], [], [0, 70, 8.64e15]]);
    expect(decodeBatch(body, new Set([2n])).series).toHaveLength(1);
    expect(decodeBatchColumns(encodeBatch({ partition: 3, seq: 0n, series }))).toEqual(columns);
  });

  it('is refused when it is cut anywhere', () => {
    for (let n = 0; n < body.length; n++) expect(() => decodeBatch(body.subarray(0, n))).toThrow(/does not decode/);
  });
});
