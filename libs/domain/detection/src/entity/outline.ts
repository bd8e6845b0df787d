import { E, type EntityState, OUTLINE_BLOCKS } from './entity-state.ts';

const { ceil, floor, max, min } = Math;
const { isNaN } = Number;

/** Coarser than this a block never gets: weeks can be told, and older weeks are dropped. */
const LONGEST_BLOCK_MS = 3_600_000;
/** Periods, and time, that half an outline must hold before it forgets instead of getting coarser: a short cycle must not hide the day. */
const PERIODS_KEPT = 4;
const LEAST_KEPT_MS = 3 * 86_400_000;

/** Adds the present row to the outline of the past: means of equal spans of time, twice as long whenever they would not fit. */
export function addToOutline(state: EntityState, time: number): void {
  const { fields: f, row, blockSum, blockRows } = state;
  if (f[E.blockMs] === 0) {
    if (f[E.interval] === 0) return;
    f[E.blockMs] = f[E.interval]!;
    f[E.outlineStart] = time;
  }
  let block = blockAt(f, time);
  if (block !== f[E.block]) {
    closeBlock(state);
    while (block >= OUTLINE_BLOCKS) {
      if (canForget(f)) forgetHalf(state, block);
      else halve(state);
      block = blockAt(f, time);
    }
    state.outline.fill(NaN, f[E.block]! * state.signals, block * state.signals);
    f[E.block] = block;
  }
  for (let i = 0; i < state.signals; i++)
    if (!isNaN(row[i]!)) {
      blockSum[i]! += row[i]!;
      blockRows[i]!++;
    }
}

const blockAt = (f: Float64Array, time: number): number => floor((time - f[E.outlineStart]!) / f[E.blockMs]!);

function canForget(f: Float64Array): boolean {
  const half = (f[E.blockMs]! * OUTLINE_BLOCKS) / 2;
  return f[E.blockMs]! >= LONGEST_BLOCK_MS || (f[E.period]! > 0 && half >= max(PERIODS_KEPT * f[E.period]!, LEAST_KEPT_MS));
}

/** Writes the means of the block under way; `E.block` is the number of whole blocks then. */
function closeBlock({ fields: f, outline, blockSum, blockRows, signals: p }: EntityState): void {
  const at = f[E.block]! * p;
  for (let i = 0; i < p; i++) outline[at + i] = blockRows[i]! > 0 ? blockSum[i]! / blockRows[i]! : NaN;
  blockSum.fill(0);
  blockRows.fill(0);
  f[E.block]!++;
}

function halve({ fields: f, outline, signals: p }: EntityState): void {
  const kept = ceil(f[E.block]! / 2);
  for (let b = 0; b < kept; b++)
    for (let i = 0; i < p; i++) {
      const first = outline[2 * b * p + i]!;
      const second = 2 * b + 1 < f[E.block]! ? outline[(2 * b + 1) * p + i]! : NaN;
      outline[b * p + i] = isNaN(first) ? second : isNaN(second) ? first : (first + second) / 2;
    }
  f[E.block] = kept;
  f[E.blockMs]! *= 2;
}

/** Drops the older half, or after a long pause everything. */
function forgetHalf({ fields: f, outline, signals: p }: EntityState, block: number): void {
  const dropped = max(OUTLINE_BLOCKS / 2, block - OUTLINE_BLOCKS + 1);
  outline.copyWithin(0, min(dropped, f[E.block]!) * p, f[E.block]! * p);
  f[E.block] = max(0, f[E.block]! - dropped);
  f[E.outlineStart]! += dropped * f[E.blockMs]!;
}
