import type { SampleColumns } from '@cloudops/contracts';

/** The same columns, some whole series at a time: as few as hold so many samples, so that work on one is short. */
export function* sliceColumns({ ids, starts, times, values }: SampleColumns, samples: number): Generator<SampleColumns> {
  const series = starts.length - 1;
  for (let first = 0, last = 0; first < series; first = last) {
    while (last < series && starts[last]! - starts[first]! < samples) last += 1;
    yield { ids: ids.subarray(2 * first, 2 * last), starts: starts.subarray(first, last + 1), times, values };
  }
}
