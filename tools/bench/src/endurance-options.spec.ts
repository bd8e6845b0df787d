import { describe, expect, it } from '@jest/globals';
import { enduranceOptions } from './endurance-options.ts';

describe('enduranceOptions', () => {
  it('is half an hour of both senders and a kill every ten seconds', () =>
    expect(enduranceOptions([])).toEqual({ minutes: 30, senders: ['prometheus', 'vmagent'], killEverySeconds: 10, seed: 1 }));
  it('takes one sender', () => expect(enduranceOptions(['--sender', 'vmagent'])!.senders).toEqual(['vmagent']));
  it('gives nothing when help is wanted', () => expect(enduranceOptions(['--help'])).toBeUndefined());
  it('names what is wrong', () => {
    expect(() => enduranceOptions(['--sender', 'telegraf'])).toThrow('not telegraf');
    expect(() => enduranceOptions(['--minutes', 'all'])).toThrow('--minutes must be a number of at least 0.1, not all');
  });
});
