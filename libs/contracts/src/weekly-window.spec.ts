import { describe, expect, it } from '@jest/globals';
import { isWithin, WeeklyWindow, weeklyText } from './weekly-window.ts';

const at = (instant: string): number => Date.parse(instant);
const window = (over: Partial<WeeklyWindow> = {}): WeeklyWindow =>
  WeeklyWindow.parse({ weekdays: ['mon'], from: '06:00', to: '07:00', ...over });

describe('a weekly window', () => {
  it.each([
    ['2026-01-12T06:00:00Z', {}, true],
    ['2026-01-12T06:59:59Z', {}, true],
    ['2026-01-12T07:00:00Z', {}, false],
    ['2026-01-13T06:30:00Z', {}, false],
    // 06:00 in Berlin is 05:00 UTC in winter and 04:00 in summer
    ['2026-01-12T05:30:00Z', { timeZone: 'Europe/Berlin' }, true],
    ['2026-07-13T04:30:00Z', { timeZone: 'Europe/Berlin' }, true],
    ['2026-07-13T05:30:00Z', { timeZone: 'Europe/Berlin' }, false],
    // Sunday evening in New York is Monday in UTC
    ['2026-01-12T02:30:00Z', { weekdays: ['sun'], from: '21:00', to: '22:00', timeZone: 'America/New_York' }, true],
    // over midnight
    ['2026-01-12T23:30:00Z', { from: '23:00', to: '01:00' }, true],
    ['2026-01-13T00:30:00Z', { from: '23:00', to: '01:00' }, true],
    ['2026-01-12T00:30:00Z', { from: '23:00', to: '01:00' }, false],
    ['2026-01-13T00:30:00Z', { from: '01:00', to: '01:00' }, true],
    ['2026-01-13T01:30:00Z', { from: '01:00', to: '01:00' }, false],
  ] as const)('%s in %j: %s', (instant, over, within) => {
    expect(isWithin(window(over as Partial<WeeklyWindow>), at(instant))).toBe(within);
  });

  it('refuses what is no day, time or zone', () => {
    for (const wrong of [{ weekdays: [] }, { weekdays: ['moo'] }, { from: '24:00' }, { to: '6:00' }, { timeZone: 'Mars/Olympus' }]) {
      expect(WeeklyWindow.safeParse({ ...window(), ...wrong }).success).toBe(false);
    }
    expect(weeklyText(window())).toBe('mon 06:00-07:00 UTC');
  });
});
