/** Samples of one series: times in ms since the epoch, `values[i]` belongs to `times[i]`; values keep their bits. */
export interface Samples {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export const NO_SAMPLES: Samples = { times: new Float64Array(0), values: new Float64Array(0) };

/** The NaN that says "this series ended here" (Prometheus `value.StaleNaN`). */
export const STALE_BITS_HIGH = 0x7ff00000;
export const STALE_BITS_LOW = 0x00000002;

/** Bits of a column, two little-endian words a value: numbers read as NaN may lose their payload, bits do not. */
export const bitsOf = (values: Float64Array): Uint32Array => new Uint32Array(values.buffer, values.byteOffset, values.length * 2);

export const isStale = (bits: Uint32Array, i: number): boolean => bits[2 * i] === STALE_BITS_LOW && bits[2 * i + 1] === STALE_BITS_HIGH;

/** One staleness marker at `time`. */
export function staleMarker(time: number): Samples {
  const values = new Float64Array(1);
  const bits = bitsOf(values);
  bits[0] = STALE_BITS_LOW;
  bits[1] = STALE_BITS_HIGH;
  return { times: Float64Array.of(time), values };
}

/** Samples with `from <= time <= to`; the input must ascend. */
export function sliceSamples(samples: Samples, from: number, to: number): Samples {
  const start = lowerBound(samples.times, from);
  const end = lowerBound(samples.times, to + 1);
  return { times: samples.times.subarray(start, end), values: samples.values.subarray(start, end) };
}

/** Index of the first time that is not below `time`. */
export function lowerBound(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
