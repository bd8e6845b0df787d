import { describe, expect, it } from '@jest/globals';
import { ingestOptions, roundsOf } from './ingest-options.ts';

const rounds = (args: string[], series: number) => roundsOf(ingestOptions(args), series);

describe('ingestOptions', () => {
  it('measures all three with 20k series', () => {
    expect(ingestOptions([])).toMatchObject({ only: ['ours', 'prometheus', 'victoriametrics'], seriesCounts: [20_000], rate: 0 });
  });
  it('draws a curve', () => expect(ingestOptions(['--curve']).seriesCounts).toEqual([2_000, 20_000, 200_000]));
  it('catches up with 10k series', () =>
    expect(ingestOptions(['--catch-up', '10'])).toMatchObject({ seriesCounts: [10_000], catchUp: 10 }));
  it('knows when help is wanted', () => expect(ingestOptions(['--help']).help).toBe(true));
  it('names what is wrong', () => {
    expect(() => ingestOptions(['--series', 'many'])).toThrow('--series must be a number of at least 1, not many');
    expect(() => ingestOptions(['--live', '0'])).toThrow('--live must be a number of at least 0.5, not 0');
    expect(() => ingestOptions(['--only', 'ours,influx'])).toThrow('not influx');
  });
});

describe('roundsOf', () => {
  it('fills the time at the rate', () => expect(rounds(['--rate', '1000', '--seconds', '60'], 100)).toBe(600));
  it('is three at least', () => expect(rounds(['--seconds', '1'], 200_000)).toBe(3));
  it('brings as many samples at every point of a curve', () => {
    for (const series of [2_000, 20_000, 200_000]) {
      expect(rounds(['--curve'], series) * series).toBe(16_000_000);
      expect(rounds(['--curve', '--seconds', '400'], series) * series).toBe(32_000_000);
    }
  });
});
