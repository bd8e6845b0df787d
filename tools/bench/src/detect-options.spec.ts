import { describe, expect, it } from '@jest/globals';
import { detectOptions } from './detect-options.ts';

describe('detectOptions', () => {
  it('measures all three, 20k series in the pipeline', () => {
    expect(detectOptions([])).toMatchObject({ only: ['detector', 'pipeline', 'promql'], series: 20_000, seconds: 120, warmRounds: 70 });
  });
  it('measures one of them', () => expect(detectOptions(['--only', 'promql'])?.only).toEqual(['promql']));
  it('knows when help is wanted', () => expect(detectOptions(['--help'])).toBeUndefined());
  it('names what is wrong', () => {
    expect(() => detectOptions(['--series', 'many'])).toThrow('--series must be a whole number of at least 200, not many');
    expect(() => detectOptions(['--warm-rounds', '10'])).toThrow('--warm-rounds must be a whole number of at least 60, not 10');
    expect(() => detectOptions(['--only', 'bands'])).toThrow('not bands');
  });
});
