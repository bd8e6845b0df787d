import { describe, expect, it } from '@jest/globals';
import type { SampleBatch } from '@cloudops/contracts';
import fc from 'fast-check';
import { Lane } from './lane.ts';
import { mergeBatches } from './merge-batches.ts';
import { PartitionClocks } from './partition-clocks.ts';
import { TroubledEntities } from './troubled-entities.ts';

const batch = (partition: number, seq: number, time: number): SampleBatch => ({
  partition,
  seq: BigInt(seq),
  series: [{ id: 1n, times: Float64Array.of(time), values: Float64Array.of(0) }],
});
async function* from(batches: readonly SampleBatch[]): AsyncGenerator<SampleBatch> {
  for (const b of batches) yield await Promise.resolve(b);
}

describe('mergeBatches', () => {
  it('gives every batch once, in the order of time, each partition in its own', async () => {
    const partitions = fc.array(fc.array(fc.nat(1000), { maxLength: 20 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(partitions, async (times) => {
        const sources = times.map((list, p) => list.toSorted((a, b) => a - b).map((t, i) => batch(p, i + 1, t)));
        const merged: SampleBatch[] = [];
        for await (const b of mergeBatches(sources.map(from))) merged.push(b);
        const order = merged.map((b) => b.series[0]!.times[0]!);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        sources.forEach((source, p) => expect(merged.filter((b) => b.partition === p)).toEqual(source));
      }),
    );
  });
});

describe('PartitionClocks', () => {
  it('knows what was applied, and that a sender with a wrong clock is wrong', () => {
    const clocks = new PartitionClocks(2);
    expect([clocks.seq(7), clocks.partitions]).toEqual([0n, [0, 1]]);
    expect(clocks.advance(batch(7, 3, 1_000_000))).toBe(1_000_000);
    expect(clocks.advance(batch(7, 4, 1_001_000))).toBeUndefined();
    expect(clocks.advance(batch(7, 5, 9_000_000_000))).toBe(1_061_000);
    expect([clocks.seq(7), clocks.partitions]).toEqual([5n, [0, 1, 7]]);
  });
});

describe('TroubledEntities', () => {
  it('is trouble after it began and until it ended, for half an hour at most', () => {
    const troubled = new TroubledEntities();
    troubled.begin('web', 'a', 1_000);
    expect([1_000, 1_001, 1_801_000, 1_801_001].map((t) => troubled.at('web', t))).toEqual([false, true, true, false]);
    troubled.begin('web', 'a', 5_000);
    troubled.end('web', 'a', 2_000);
    expect([2_000, 2_001, 5_001].map((t) => troubled.at('web', t))).toEqual([true, false, false]);
    troubled.forgetBefore(3_000);
    expect(troubled.at('web', 1_500)).toBe(false);
  });
});

describe('Lane', () => {
  it('does one thing after the other, also after a failure', async () => {
    const lane = new Lane();
    const seen: string[] = [];
    const step = (name: string) => async () => {
      seen.push(`${name}>`);
      await Promise.resolve();
      seen.push(`<${name}`);
    };
    const failing = lane.run(() => Promise.reject(new Error('no')));
    await Promise.all([lane.run(step('a')), lane.run(step('b')), expect(failing).rejects.toThrow('no')]);
    expect(seen).toEqual(['a>', '<a', 'b>', '<b']);
  });
});
