import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CommittedRows } from './committed-rows.ts';

const row = (seq: bigint, bytes = 10) => ({ seq, samples: 1, body: new Uint8Array(bytes) });
const seqs = (rows: readonly { seq: bigint }[]) => rows.map(({ seq }) => Number(seq));

describe('rows just committed', () => {
  it('are handed out from a seq on, up to a gap that another process has filled', () => {
    const rows = new CommittedRows(1000);
    for (const seq of [4n, 5n, 6n, 9n]) rows.keep(0, row(seq));
    rows.keep(1, row(1n));
    expect(seqs(rows.after(0, 3n, 100))).toEqual([4, 5, 6]);
    expect(seqs(rows.after(0, 4n, 1))).toEqual([5]);
    expect(seqs(rows.after(0, 8n, 100))).toEqual([9]);
    for (const seq of [0n, 2n, 6n, 7n, 9n, 20n]) expect(rows.after(0, seq, 100)).toEqual([]);
    expect(rows.after(2, 0n, 100)).toEqual([]);
    expect([rows.newest(0), rows.newest(1), rows.newest(2)]).toEqual([9n, 1n, 0n]);
  });

  it('never take more bytes than they may, and none when they are released', () => {
    const step = fc.record({ partition: fc.nat(2), bytes: fc.integer({ min: 1, max: 80 }), release: fc.option(fc.nat(30)) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const rows = new CommittedRows(150);
        const next = [0n, 0n, 0n];
        for (const { partition, bytes, release } of steps) {
          rows.keep(partition, row((next[partition] = next[partition]! + 1n), bytes));
          if (release !== null) rows.release(partition, BigInt(release));
          expect(rows.bytes).toBeLessThanOrEqual(Math.max(150, 0));
          const held = seqs(rows.after(partition, BigInt(release ?? 0), 100));
          for (const [i, seq] of held.entries()) expect(seq).toBe((release ?? 0) + 1 + i);
        }
        for (const partition of [0, 1, 2]) rows.release(partition, next[partition]!);
        expect(rows.bytes).toBe(0);
      }),
    );
  });
});
