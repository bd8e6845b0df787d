import { SampleColumn } from '../sample-column.ts';
import { bitsOf, STALE_BITS_HIGH, STALE_BITS_LOW, type Samples } from '../samples.ts';
import type { Rollup } from './rollup.ts';

/** The last sample of each bucket, at its own time, and the markers that ended the series. */
export function lastValues({ last, lastAt, endedAt }: Rollup): Samples {
  const bits = bitsOf(last);
  const column = new SampleColumn(Math.max(1, last.length));
  for (let i = 0; i < last.length; i++) {
    column.push(lastAt[i]!, bits[2 * i]!, bits[2 * i + 1]!);
    if (endedAt[i] !== 0) column.push(endedAt[i]!, STALE_BITS_LOW, STALE_BITS_HIGH);
  }
  return column.view(0, column.length);
}
