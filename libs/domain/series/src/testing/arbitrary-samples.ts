import fc from 'fast-check';
import { SampleColumn } from '../sample-column.ts';
import type { Samples } from '../samples.ts';

/** Any 64-bit pattern: NaN payloads, subnormals, infinities. */
const bits = fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 0xffffffff }));
const likely = fc.oneof(fc.double({ noNaN: false }), fc.integer(), fc.constantFrom(0, -0, 1, 100)).map((value): [number, number] => {
  const words = new Uint32Array(Float64Array.of(value).buffer);
  return [words[0]!, words[1]!];
});
const stale = fc.constant<[number, number]>([2, 0x7ff00000]);

/** Samples with strictly ascending times and values of any bits. */
export const arbitrarySamples: fc.Arbitrary<Samples> = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom(1000, 15000), fc.integer({ min: 1, max: 1e13 })),
      fc.oneof({ arbitrary: likely, weight: 5 }, bits, stale),
    ),
    { maxLength: 120 },
  )
  .map((steps) => {
    const column = new SampleColumn();
    let time = 0;
    for (const [delta, [low, high]] of steps) column.push((time += delta), low, high);
    return column.view(0, column.length);
  });

/** Comparable form that tells NaNs apart. */
export const plain = (samples: Samples): [number, string][] =>
  [...samples.times].map((time, i) => [time, Buffer.from(samples.values.slice(i, i + 1).buffer).toString('hex')]);

export const samplesOf = (...points: [number, number][]): Samples => ({
  times: Float64Array.from(points, ([time]) => time),
  values: Float64Array.from(points, ([, value]) => value),
});
