import { HOURS, hourOf } from './day.ts';

/** Three mornings make a habit ... */
const RANKS = 3;
/** ... that fades by so much a day. */
const FADE = 0.93;

/** Places in a float16 array: the hour under way (0 = none yet), its loudest surprise, and for each hour of the day the loudest of other days, in order. */
const H = { hour: 0, peak: 1, loudest: 2 } as const;
export const HABIT_SIZE = H.loudest + HOURS * RANKS;

/**
 * What this hour of the day, or one beside it, has brought at least three times: the third loudest surprise of other days ("the six o'clock job").
 * @param surprise of this point in nats: remembered for the days to come. @returns nats that are no news at this hour.
 */
export function habit(m: Float16Array, at: number, time: number, surprise: number): number {
  const hour = hourOf(time);
  const last = m[at + H.hour]! - 1;
  if (last !== hour) {
    if (last >= 0) closeHour(m, at + H.loudest + last * RANKS, m[at + H.peak]!);
    m[at + H.hour] = hour + 1;
    m[at + H.peak] = 0;
  }
  if (surprise > m[at + H.peak]!) m[at + H.peak] = surprise;
  return Math.max(usualOf(m, at, hour + HOURS - 1), usualOf(m, at, hour), usualOf(m, at, hour + 1));
}

const usualOf = (m: Float16Array, at: number, hour: number): number => m[at + H.loudest + (hour % HOURS) * RANKS + RANKS - 1]!;

function closeHour(m: Float16Array, at: number, peak: number): void {
  let rest = peak;
  for (let i = at; i < at + RANKS; i++) {
    const before = m[i]! * FADE;
    m[i] = Math.max(before, rest);
    rest = Math.min(before, rest);
  }
}
