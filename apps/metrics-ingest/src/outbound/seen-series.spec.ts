import { zstdCompressSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { eachSeen } from './seen-series.ts';

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
