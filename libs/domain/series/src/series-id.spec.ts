import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fnv1a64, parseSeriesId, partitionOf, seriesIdText } from './series-id.ts';
import { identifySeries } from './series-identity.ts';

const reference = (bytes: Uint8Array): bigint =>
  bytes.reduce((hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n), 0xcbf29ce484222325n);

describe('series id', () => {
  it('is FNV-1a 64', () => {
    expect(fnv1a64(Buffer.from(''))).toBe(0xcbf29ce484222325n);
    expect(fnv1a64(Buffer.from('foobar'))).toBe(0x85944171f73967e8n);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => expect(fnv1a64(bytes)).toBe(reference(bytes))));
  });

  it('depends on the labels, not on their order, nor on empty ones', () => {
    const id = identifySeries({ __name__: 'up', job: 'a', instance: 'b' }).id;
    expect(identifySeries({ instance: 'b', zone: '', job: 'a', __name__: 'up' }).id).toBe(id);
    expect(identifySeries({ __name__: 'up', job: 'ai', nstance: 'b' }).id).not.toBe(id);
  });

  it('has a text form that comes back, and spreads over partitions', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (id) => expect(parseSeriesId(seriesIdText(id))).toBe(id)));
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) counts[partitionOf(identifySeries({ __name__: 'm', i: String(i) }).id, 4)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(800);
  });
});
