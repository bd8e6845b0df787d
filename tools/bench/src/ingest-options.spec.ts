import { describe, expect, it } from '@jest/globals';
import { ingestOptions, roundsOf } from './ingest-options.ts';

describe('ingestOptions', () => {
  it('measures all three with 20k series', () => {
    expect(ingestOptions([])).toMatchObject({ only: ['ours', 'prometheus', 'victoriametrics'], seriesCounts: [20_000], rate: 0 });
  });
  it('draws a curve', () => expect(ingestOptions(['--curve']).seriesCounts).toEqual([2_000, 20_000, 200_000]));
  it('names what is wrong', () => {
    expect(() => ingestOptions(['--series', 'many'])).toThrow('--series must be a number of at least 1, not many');
    expect(() => ingestOptions(['--only', 'ours,influx'])).toThrow('not influx');
  });
});

describe('roundsOf', () => {
  it('fills the time at the rate', () => expect(roundsOf(ingestOptions(['--rate', '1000', '--seconds', '60']), 100)).toBe(600));
  it('is three at least', () => expect(roundsOf(ingestOptions(['--seconds', '1']), 200_000)).toBe(3));
});
