import { describe, expect, it } from '@jest/globals';
import { joinBatches, lastSeqOf, splitBatches } from './joined-batches.ts';
import { decodeBatch, encodeBatch } from './sample-batch.ts';

const batch = (seq: bigint, ...values: number[]) =>
  encodeBatch({ partition: 3, seq, series: [{ id: seq, times: Float64Array.from(values), values: Float64Array.from(values) }] });

describe('batches in one message', () => {
  const bodies = [batch(7n, 1, 2), batch(8n), batch(9n, 5)];

  it('come apart as they were, in order, also from a pool; the last seq shows', () => {
    const message = Buffer.concat([Buffer.from('odd'), joinBatches(bodies)]).subarray(3);
    expect(splitBatches(message).map((body) => decodeBatch(body))).toEqual(bodies.map((body) => decodeBatch(body)));
    expect(lastSeqOf(message)).toBe(9n);
  });

  it('are the batch itself where there is one', () => {
    expect(joinBatches(bodies.slice(0, 1))).toBe(bodies[0]);
    expect(splitBatches(bodies[0]!)).toEqual([bodies[0]]);
    expect(lastSeqOf(bodies[0]!)).toBe(7n);
  });

  it('are refused when they are cut anywhere, except between two', () => {
    const message = joinBatches(bodies);
    let end = 11;
    const ends = bodies.map(({ length }) => (end += 4 + length));
    for (let n = 12; n < message.length; n++) {
      const split = () => splitBatches(message.subarray(0, n));
      if (ends.includes(n)) expect(split).not.toThrow();
      else expect(split).toThrow(/does not decode/);
    }
  });
});
