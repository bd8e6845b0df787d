import { DAY_SIZE } from './day.ts';
import { HABIT_SIZE } from './habit.ts';
import { NEWS_SIZE } from './news.ts';
import { shapesSize } from './shapes.ts';
import { TAIL_SIZE } from './tail.ts';

/** Points of the windows that are looked up among known shapes. */
export const WIDTHS = [1, 2, 4, 8] as const;
export const LONGEST = 8;

/** Places in `RarityState.fields`, which need the precision: times in ms, values in the view's own unit. */
export const R = {
  count: 0,
  lastTime: 1,
  /** The first value: everything is remembered as the difference to it, so that small changes of large numbers survive as float32. */
  origin: 2,
  /** Slow mean and mean absolute deviation. */
  mean: 3,
  deviation: 4,
  /** Seasonal residual, smoothed over three and six hours. */
  residual3: 5,
  residual6: 6,
  /** Surprise of the latest point in nats, whether it was news or not. */
  surprise: 7,
  /** Of an unusual course under way: when it began (0 = none), its score and largest surprise, and points since it was that surprising. */
  onset: 8,
  score: 9,
  peak: 10,
  calm: 11,
  /** The band at its onset. */
  yhat: 12,
  lower: 13,
  upper: 14,
  /** Mean and number of the points that came too soon to be looked at by themselves. */
  waitingMean: 15,
  waiting: 16,
  /** Typical distance to the nearest shape, of each width. */
  usual: 17,
} as const;
const FIELD_COUNT = R.usual + WIDTHS.length;

/** Places in `RarityState.memory`; one tail for each width, and two for the season. */
const window = 0;
const day = window + LONGEST;
const newsAt = day + DAY_SIZE;
const habitAt = newsAt + NEWS_SIZE;
const tails = habitAt + HABIT_SIZE;
const shapes = tails + (WIDTHS.length + 2) * TAIL_SIZE;
export const M = { window, day, news: newsAt, habit: habitAt, tails, shapes } as const;
const MEMORY_SIZE = WIDTHS.reduce((size, width) => size + shapesSize(width), shapes);

const VERSION = 1;
/** Size of a state when written, and (but for a few object headers) in memory. */
export const RARITY_BYTES = 1 + FIELD_COUNT * 8 + MEMORY_SIZE * 4;

/** Everything by which a view knows what is rare for it; restored, it goes on as if nothing had happened. */
export class RarityState {
  readonly fields = new Float64Array(FIELD_COUNT);
  readonly memory = new Float32Array(MEMORY_SIZE);

  serialise(): Uint8Array {
    const out = new Uint8Array(RARITY_BYTES);
    const view = new DataView(out.buffer);
    out[0] = VERSION;
    for (let i = 0; i < FIELD_COUNT; i++) view.setFloat64(1 + i * 8, this.fields[i]!, true);
    for (let i = 0; i < MEMORY_SIZE; i++) view.setFloat32(1 + FIELD_COUNT * 8 + i * 4, this.memory[i]!, true);
    return out;
  }

  /** `undefined` when the bytes are of another version or length: that view then learns anew. */
  static restore(bytes: Uint8Array): RarityState | undefined {
    if (bytes.byteLength !== RARITY_BYTES || bytes[0] !== VERSION) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const state = new RarityState();
    for (let i = 0; i < FIELD_COUNT; i++) state.fields[i] = view.getFloat64(1 + i * 8, true);
    for (let i = 0; i < MEMORY_SIZE; i++) state.memory[i] = view.getFloat32(1 + FIELD_COUNT * 8 + i * 4, true);
    return state;
  }
}
