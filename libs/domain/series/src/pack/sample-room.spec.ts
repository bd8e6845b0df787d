import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SampleRoom } from './sample-room.ts';

describe('SampleRoom', () => {
  it('gives pieces that do not touch each other, however many and long', () => {
    const sizes = fc.array(fc.oneof(fc.nat(5), fc.integer({ min: 1, max: 70_000 })), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, sizes, (first, second) => {
        const room = new SampleRoom();
        for (const lengths of [first, second]) {
          room.begin();
          const pieces = lengths.map((length, i) => room.piece(length).fill(i));
          pieces.forEach((piece, i) => expect([piece.length, piece.every((number) => number === i)]).toEqual([lengths[i], true]));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same columns again, and others when they are too small or too large to be kept', () => {
    const room = new SampleRoom();
    const [small, again, more] = [100, 60, 1_000].map((samples) => room.columns(samples));
    expect([small!.times.length, again!.times.length, again!.words.length]).toEqual([100, 60, 120]);
    expect(again!.times.buffer).toBe(small!.times.buffer);
    expect(more!.times.buffer).not.toBe(small!.times.buffer);
    const huge = room.columns(400_000);
    expect([huge.times.length, huge.words.length]).toEqual([400_000, 800_000]);
    expect(room.columns(1_000).times.buffer).toBe(more!.times.buffer);
  });
});
