import { describe, expect, it } from '@jest/globals';
import { decodeBatch } from '@cloudops/contracts';
import fc from 'fast-check';
import { PendingSeries } from './pending-series.ts';
import { bitsOf } from './samples.ts';
import { partitionOf } from './series-id.ts';
import { identifySeries } from './series-identity.ts';
import { splitPending } from './split-pending.ts';
import { arbitrarySamples, plain } from './testing/arbitrary-samples.ts';
import { withSeq } from './with-seq.ts';

describe('splitPending', () => {
  it('loses nothing, keeps each series in its partition and each row below the limit, and states times and counts', () => {
    fc.assert(
      fc.property(fc.array(arbitrarySamples, { maxLength: 6 }), fc.integer({ min: 1, max: 50 }), (all, rowSamples) => {
        const pending = new PendingSeries();
        const sent = all.map((samples, i) => ({ identity: identifySeries({ __name__: 'm', i: String(i) }), samples }));
        for (const { identity, samples } of sent) {
          const entry = pending.open(identity, 0, 0, -1);
          const bits = bitsOf(samples.values);
          samples.times.forEach((time, i) => pending.add(entry, time, bits[2 * i]!, bits[2 * i + 1]!));
        }
        const rows = splitPending(pending, 3, rowSamples);
        const found = rows.flatMap(({ body, partition }) => decodeBatch(body).series.map((one) => ({ ...one, partition })));
        for (const { identity, samples } of sent) {
          const own = found.filter(({ id }) => id === identity.id);
          expect(own.flatMap(plain)).toEqual(plain(samples));
          for (const { partition } of own) expect(partition).toBe(partitionOf(identity.id, 3));
        }
        for (const row of rows) {
          const times = decodeBatch(row.body).series.flatMap((one) => [...one.times]);
          expect(row).toMatchObject({ samples: times.length, minTime: Math.min(...times), maxTime: Math.max(...times) });
          expect(times.length).toBeLessThanOrEqual(rowSamples);
        }
      }),
    );
  });

  it('puts samples that came late in their place', () => {
    const pending = new PendingSeries();
    const entry = pending.open(identifySeries({ __name__: 'm' }), 0, 0, -1);
    for (const time of [5, 9, 7]) pending.add(entry, time, 0, 0);
    const [row] = splitPending(pending, 1);
    expect([...decodeBatch(row!.body).series[0]!.times]).toEqual([5, 7, 9]);
    expect(decodeBatch(withSeq(row!.body, 2n ** 40n)).seq).toBe(2n ** 40n);
  });
});
