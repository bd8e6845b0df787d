import { zstdCompressSync } from 'node:zlib';
import { SeriesTable } from '@cloudops/domain-series';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eachSeen, encodeSeen } from './encode-seen.ts';

const plain = Buffer.alloc(4 + 2 * 16);
plain.writeUInt32LE(2, 0);
[7, 8, 9, 10].forEach((word, i) => plain.writeUInt32LE(word, 4 + 4 * i));
[1_700_000_000_123, 5].forEach((time, i) => plain.writeDoubleLE(time, 20 + 8 * i));
const visits = (body: Buffer): number[][] => {
  const seen: number[][] = [];
  eachSeen(body, (...visit) => seen.push(visit));
  return seen;
};

it.each([
  ['as older releases wrote it', plain],
  ['compressed', zstdCompressSync(plain)],
])('reads a body %s', (_, body) => {
  expect(visits(body)).toEqual([
    [7, 8, 1_700_000_000_123],
    [9, 10, 5],
  ]);
});

it('reads nothing from a row that nobody has written', () => {
  expect(visits(Buffer.alloc(0))).toEqual([]);
});

const word = fc.oneof(fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff), fc.nat(0xffffffff));
const time = fc.oneof(fc.constant(0), fc.integer({ min: -1_000, max: 2_000_000_000_000 }));

it('reads what it wrote, ids ascending, without what is too old', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, time)), fc.oneof(fc.constant(-Infinity), time), (series, since) => {
      const table = new SeriesTable();
      for (const [low, high, at] of series) table.lastAt[table.add(low, high)] = at;
      const removed = series[0] && table.find(series[0][0], series[0][1]);
      if (removed !== undefined) table.remove(removed);
      const newest = new Map(series.map(([low, high, at]) => [(BigInt(high) << 32n) | BigInt(low), at]));
      if (series[0]) newest.delete((BigInt(series[0][1]) << 32n) | BigInt(series[0][0]));
      const expected = [...newest].filter(([, at]) => at >= since).sort(([a], [b]) => (a < b ? -1 : 1));
      expect(visits(encodeSeen(table, since))).toEqual(expected.map(([id, at]) => [Number(id & 0xffffffffn), Number(id >> 32n), at]));
    }),
  );
});

it('takes less than the ids of many series', () => {
  const table = new SeriesTable();
  const count = 5_000;
  for (let i = 0; i < count; i++)
    table.sees(Math.imul(i + 1, 0x9e3779b1) >>> 0, Math.imul(i + 1, 0x85ebca6b) >>> 0, 1_795_000_000_000 + 15_000 * (i % 2));
  expect(encodeSeen(table, 0).length).toBeLessThan(8 * count);
});
