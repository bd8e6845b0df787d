import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Frame, framesOf, ITEM_BYTES } from './frames.ts';
import { ItemAssembly } from './item-assembly.ts';

describe('an item in frames', () => {
  it('comes out as it went in, whatever its size, in no frame larger than allowed', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1 }), fc.integer({ min: 1, max: 64 }), (items, frameBytes) => {
        const frames = items.flatMap((item) => [...framesOf(item, 'item', frameBytes)]);
        expect(frames.every((frame) => frame.body.byteLength <= frameBytes)).toBe(true);
        const assembly = new ItemAssembly();
        const out = frames.flatMap((frame) => assembly.add(frame) ?? []);
        expect(out.map((item) => Uint8Array.from(item))).toEqual(items);
      }),
    );
  });

  it('is refused as soon as it exceeds what an item may have', () => {
    const half: Frame = { kind: 'part', body: new Uint8Array(ITEM_BYTES / 2 + 1) };
    const assembly = new ItemAssembly();
    assembly.add(half);
    expect(() => assembly.add(half)).toThrow(/exceeds/);
  });
});
