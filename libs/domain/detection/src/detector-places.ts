import { FIELD_COUNT, LONGEST, WIDTHS } from './detector-fields.ts';
import { MAGNITUDE_BINS, MAGNITUDE_FLOATS } from './magnitudes.ts';
import { DAY_SIZE } from './rarity/day.ts';
import { HABIT_SIZE } from './rarity/habit.ts';
import { NEWS_SIZE } from './rarity/news.ts';
import { SHAPES } from './rarity/shapes.ts';
import { TAIL_BINS, TAIL_FLOATS } from './rarity/tail.ts';

/** Measures of rarity: one for each width, two for the season, and leaps. */
export const MEASURES = WIDTHS.length + 3;
export const LEAP = MEASURES - 1;

/** Places in the float32 numbers of a state; what most points need comes first. */
const tailFloats = 2 * MAGNITUDE_FLOATS;
const visitFloats = tailFloats + LEAP * TAIL_FLOATS;
const news = visitFloats + WIDTHS.length;
const day = news + NEWS_SIZE;
const leapFloats = day + DAY_SIZE;
export const FLOAT = { above: 0, below: MAGNITUDE_FLOATS, tails: tailFloats, visits: visitFloats, news, day, leap: leapFloats } as const;
const FLOATS = even(leapFloats + TAIL_FLOATS);

/** Places in its float16 numbers: eleven bits are enough for what is only compared, and never added up. */
const habit = LONGEST;
const shapes = habit + HABIT_SIZE;
export const HALF = { window: 0, habit, shapes } as const;
const HALVES = 4 * Math.ceil((shapes + WIDTHS.reduce((sum, width) => sum + width * SHAPES, 0)) / 4);

/** Places in its whole numbers of 16 bits: whatever is counted. */
const known = WIDTHS.length * SHAPES;
const tailWords = known + WIDTHS.length;
const aboveWords = tailWords + LEAP * TAIL_BINS;
const leapWords = aboveWords + 2 * MAGNITUDE_BINS;
export const WORD = { visits: 0, known, tails: tailWords, above: aboveWords, below: aboveWords + MAGNITUDE_BINS, leap: leapWords } as const;
const WORDS = 4 * Math.ceil((leapWords + TAIL_BINS) / 4);

/** Bytes of a state, and where its three kinds of small numbers begin. */
export const FLOATS_AT = FIELD_COUNT * 8;
export const HALVES_AT = FLOATS_AT + FLOATS * 4;
export const WORDS_AT = HALVES_AT + HALVES * 2;
export const STATE_BYTES = WORDS_AT + WORDS * 2;

/** Version 4 had no leaps: a field, two floats and a tail less, each behind all others of their kind. */
const FIELDS_4 = (FIELD_COUNT - 1) * 8;
const FLOATS_4 = even(leapFloats) * 4;
const WORDS_4 = 8 * Math.ceil(leapWords / 4);
export const STATE_BYTES_4 = FIELDS_4 + FLOATS_4 + HALVES * 2 + WORDS_4;
/** Where its pieces lay, how long they were in bytes, and where they lie now. */
export const PIECES_4 = [
  { from: 0, bytes: FIELDS_4, to: 0 },
  { from: FIELDS_4, bytes: FLOATS_4, to: FLOATS_AT },
  { from: FIELDS_4 + FLOATS_4, bytes: HALVES * 2, to: HALVES_AT },
  { from: FIELDS_4 + FLOATS_4 + HALVES * 2, bytes: leapWords * 2, to: WORDS_AT },
] as const;

function even(count: number): number {
  return count + (count % 2);
}
