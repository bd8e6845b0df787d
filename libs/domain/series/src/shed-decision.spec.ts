import { describe, expect, it } from '@jest/globals';
import { nextToShed, shedReason } from './shed-decision.ts';

const bounds = { maxBytes: 100, reserveBytes: 10 };
const sizes = { raw: 60, rollups: 40, journal: 500, free: 10 };

describe('what history gives up', () => {
  it.each([
    ['nothing within the bounds', sizes, undefined],
    ['something over the cap, roll-ups counted', { ...sizes, rollups: 41 }, 'cap'],
    ['something when the reserve is touched, whatever the cap says', { ...sizes, raw: 1, free: 9 }, 'disk'],
    ['nothing for a disk that nobody can see', { ...sizes, free: null }, undefined],
  ] as const)('is %s', (_, measured, expected) => expect(shedReason(measured, bounds)).toBe(expected));

  it.each([
    ['the oldest raw day', [3, 4, 5], [1, 2, 3, 4], { what: 'raw', endDay: 4 }],
    ['the oldest roll-ups when only today is raw', [5], [1, 2, 3, 4], { what: 'rolled', endDay: 2 }],
    ['never today', [5], [], undefined],
  ] as const)('is %s', (_, raw, rolled, expected) => expect(nextToShed({ raw, rolled }, 5)).toEqual(expected));
});
