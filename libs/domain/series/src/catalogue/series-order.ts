import { NAME_LABEL } from '../labels.ts';
import type { SeriesIndex } from './series-index.ts';

/** A series after which a page begins. */
export interface SeriesPlace {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** The first of some series by metric name (UTF-16 code units), then id, after a place; without sorting what lies behind them. */
export function firstSeries(index: SeriesIndex, slots: Uint32Array, limit: number, after: SeriesPlace | undefined): number[] {
  const names = [...slotsByName(index, slots)].filter(([name]) => after === undefined || name >= after.name);
  const first: number[] = [];
  for (const [name, all] of names.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const left = name === after?.name ? all.filter((slot) => compareIds(index, slot, after) > 0) : all;
    first.push(...smallest(index, left, limit - first.length));
    if (first.length >= limit) break;
  }
  return first;
}

function slotsByName(index: SeriesIndex, slots: Uint32Array): Map<string, number[]> {
  const nameNumber = index.pairs.numberOfName(NAME_LABEL);
  const byPair = new Map<number, number[]>();
  for (const slot of slots) {
    const pair = index.pairUnder(slot, nameNumber);
    const same = byPair.get(pair);
    if (same === undefined) byPair.set(pair, [slot]);
    else same.push(slot);
  }
  return new Map([...byPair].map(([pair, same]) => [pair < 0 ? '' : index.pairs.valueOf(pair), same]));
}

/** The series with the smallest ids, in order. Numbers sort natively, which tells most of the others off before slots are compared. */
function smallest(index: SeriesIndex, slots: readonly number[], limit: number): number[] {
  let left = slots;
  if (slots.length > 2 * limit) {
    const keys = Float64Array.from(slots, (slot) => index.high(slot));
    const bound = keys.slice().sort()[limit]!;
    left = slots.filter((_, i) => keys[i]! <= bound);
  }
  return left.toSorted((a, b) => index.high(a) - index.high(b) || index.low(a) - index.low(b)).slice(0, limit);
}

const compareIds = (index: SeriesIndex, slot: number, { low, high }: SeriesPlace): number =>
  index.high(slot) - high || index.low(slot) - low;
