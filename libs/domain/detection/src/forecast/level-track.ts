import type { Point } from '@cloudops/contracts';

/** Levels are kept at this step, for a week: 8 KB a series. */
export const STEP_MS = 5 * 60_000;
const CAPACITY = (7 * 86_400_000) / STEP_MS;
/** Where a sample is missing the one before speaks for so many steps: some are scraped every ten minutes. */
const HELD = 3;

/** The last week of one level on a regular grid, as far as it is known. */
export class LevelTrack {
  private readonly values = new Float32Array(CAPACITY).fill(NaN);
  /** Number of the newest step since 1970. */
  private newest = 0;

  /** @param time ms; what is older than a week before the newest, or not newer within its step, changes nothing that matters. */
  put(time: number, value: number): void {
    const step = Math.floor(time / STEP_MS);
    if (step >= this.newest + CAPACITY) {
      this.values.fill(NaN);
      this.newest = step;
    }
    for (; this.newest < step; this.newest++) this.values[(this.newest + 1) % CAPACITY] = NaN;
    if (step > this.newest - CAPACITY && Number.isFinite(value)) this.values[step % CAPACITY] = value;
  }

  /** Puts older points where nothing is known yet. */
  fill(points: readonly Point[]): void {
    for (const [time, value] of points) {
      const step = Math.floor(time / STEP_MS);
      if (value === null || step > this.newest || step <= this.newest - CAPACITY) continue;
      if (step < this.newest || Number.isNaN(this.values[step % CAPACITY]!)) this.values[step % CAPACITY] = value;
    }
  }

  /** What is known, oldest first, the newest last; NaN in gaps. */
  levels(): Float64Array {
    const levels = new Float64Array(CAPACITY);
    let held = NaN;
    let age = 0;
    for (let i = 0; i < CAPACITY; i++) {
      const value = this.values[(this.newest + 1 + i) % CAPACITY]!;
      age = Number.isNaN(value) ? age + 1 : 0;
      if (age === 0) held = value;
      levels[i] = age <= HELD ? held : NaN;
    }
    return levels;
  }
}
