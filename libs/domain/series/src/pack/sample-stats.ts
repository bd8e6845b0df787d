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

/** The same by looking at every sample. */
export function statsOf(values: Float64Array): SampleStats {
  const words = bitsOf(values);
  let [staleMarkers, min, max] = [0, Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value !== value && isStale(words, i)) staleMarkers += 1;
  }
  const isEmpty = min > max;
  return { samples: values.length, staleMarkers, min: isEmpty ? NaN : min, max: isEmpty ? NaN : max };
}

/** Whether two say the same; zeros are one number, whatever their sign. */
export const equalStats = (a: SampleStats, b: SampleStats): boolean =>
  a.samples === b.samples && a.staleMarkers === b.staleMarkers && isSame(a.min, b.min) && isSame(a.max, b.max);

const isSame = (a: number, b: number): boolean => a === b || (a !== a && b !== b);
