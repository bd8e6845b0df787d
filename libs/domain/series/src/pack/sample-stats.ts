import { bitsOf, isStale } from '../samples.ts';

/** What is known of one series' samples in a pack without reading them. */
export interface SampleStats {
  /** Staleness markers included. */
  readonly samples: number;
  readonly staleMarkers: number;
  /** Of the values that are numbers; NaN when there is none. */
  readonly min: number;
  readonly max: number;
}

/** The same by looking at every sample, or at those from `start` to `end`. */
export function statsOf(values: Float64Array, start = 0, end = values.length): SampleStats {
  let [staleMarkers, min, max] = [0, Infinity, -Infinity];
  let words: Uint32Array | undefined; // a view costs more than a few samples, and only markers need it
  for (let i = start; i < end; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value !== value && isStale((words ??= bitsOf(values)), i)) staleMarkers += 1;
  }
  const isEmpty = min > max;
  return { samples: end - start, staleMarkers, min: isEmpty ? NaN : min, max: isEmpty ? NaN : max };
}

/** Whether two say the same; zeros are one number, whatever their sign. */
export const equalStats = (a: SampleStats, b: SampleStats): boolean =>
  a.samples === b.samples && a.staleMarkers === b.staleMarkers && isSame(a.min, b.min) && isSame(a.max, b.max);

const isSame = (a: number, b: number): boolean => a === b || (a !== a && b !== b);
