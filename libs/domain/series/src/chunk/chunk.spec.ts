import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sliceSamples } from '../samples.ts';
import { arbitrarySamples, plain, samplesOf } from '../testing/arbitrary-samples.ts';
import { decodeChunk, encodeBlock } from './chunk.ts';

describe('chunk', () => {
  it('returns every bit of every sample, NaN payloads included', () => {
    fc.assert(
      fc.property(arbitrarySamples, (samples) => expect(plain(decodeChunk(encodeBlock(samples)))).toEqual(plain(samples))),
      {
        numRuns: 500,
      },
    );
  });

  it('appends blocks byte by byte and cuts to the range asked for', () => {
    fc.assert(
      fc.property(arbitrarySamples, fc.nat(120), fc.nat(120), fc.nat(120), (samples, cut, a, b) => {
        const { times, values } = samples;
        const at = Math.min(cut, times.length);
        const chunk = Buffer.concat([
          encodeBlock({ times: times.subarray(0, at), values: values.subarray(0, at) }),
          encodeBlock({ times: times.subarray(at), values: values.subarray(at) }),
        ]);
        const from = times[Math.min(a, b)] ?? 0;
        const to = times[Math.max(a, b)] ?? 8e15;
        expect(plain(decodeChunk(chunk, from, to))).toEqual(plain(sliceSamples(samples, from, to)));
      }),
    );
  });

  it('keeps times that jump back, by sorting them', () => {
    expect(plain(decodeChunk(encodeBlock(samplesOf([5000, 1], [1000, 2], [8.64e15, 3]))))).toEqual(
      plain(samplesOf([1000, 2], [5000, 1], [8.64e15, 3])),
    );
  });

  it('keeps a steady series below two bytes a sample', () => {
    const hour = samplesOf(...Array.from({ length: 240 }, (_, i): [number, number] => [1_760_000_000_000 + i * 15_000, 42]));
    expect(encodeBlock(hour).length / 240).toBeLessThan(0.5);
  });

  it('refuses what it did not write', () => {
    const block = encodeBlock(samplesOf([1, 1], [2, 2], [9, 9]));
    expect(() => decodeChunk(block.subarray(0, block.length - 1))).toThrow(/chunk does not decode/);
    expect(() => decodeChunk(Uint8Array.of(9, 9, 9))).toThrow(/chunk does not decode/);
  });
});
