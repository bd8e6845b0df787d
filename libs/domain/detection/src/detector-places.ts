import { FIELD_COUNT, LONGEST, WIDTHS } from './detector-fields.ts';
import { MAGNITUDE_BINS, MAGNITUDE_FLOATS } from './magnitudes.ts';
import { DAY_SIZE } from './rarity/day.ts';
import { HABIT_SIZE } from './rarity/habit.ts';
import { NEWS_SIZE } from './rarity/news.ts';
import { SHAPES } from './rarity/shapes.ts';
import { TAIL_BINS, TAIL_FLOATS } from './rarity/tail.ts';

/** Measures of rarity: one for each width, and two for the season. */
export const MEASURES = WIDTHS.length + 2;

/** Places in the float32 numbers of a state; what most points need comes first. */
const tailFloats = 2 * MAGNITUDE_FLOATS;
const visitFloats = tailFloats + MEASURES * TAIL_FLOATS;
const news = visitFloats + WIDTHS.length;
const day = news + NEWS_SIZE;
export const FLOAT = { above: 0, below: MAGNITUDE_FLOATS, tails: tailFloats, visits: visitFloats, news, day } as const;
const FLOATS = even(day + DAY_SIZE);

/** Places in its float16 numbers: eleven bits are enough for what is only compared, and never added up. */
const habit = LONGEST;
const shapes = habit + HABIT_SIZE;
export const HALF = { window: 0, habit, shapes } as const;
const HALVES = 4 * Math.ceil((shapes + WIDTHS.reduce((sum, width) => sum + width * SHAPES, 0)) / 4);

/** Places in its whole numbers of 16 bits: whatever is counted. */
const known = WIDTHS.length * SHAPES;
const tailWords = known + WIDTHS.length;
const aboveWords = tailWords + MEASURES * TAIL_BINS;
export const WORD = { visits: 0, known, tails: tailWords, above: aboveWords, below: aboveWords + MAGNITUDE_BINS } as const;
const WORDS = 4 * Math.ceil((WORD.below + MAGNITUDE_BINS) / 4);

/** Bytes of a state, and where its three kinds of small numbers begin. */
export const FLOATS_AT = FIELD_COUNT * 8;
export const HALVES_AT = FLOATS_AT + FLOATS * 4;
export const WORDS_AT = HALVES_AT + HALVES * 2;
export const STATE_BYTES = WORDS_AT + WORDS * 2;

function even(count: number): number {
  return count + (count % 2);
}
