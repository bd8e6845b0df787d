import { type BatchColumns, openBatch, readBatchTimes, type SampleColumns } from '@cloudops/contracts';
import { orderOf, placesOf, tidy } from './sample-gathering.ts';
import { SampleRoom } from './sample-room.ts';

/**
 * Everything in these batches (in seq order), in order of the ids. Each sample is moved once, from its batch to its place: this is on
 * every sample's way, and garbage costs more than the work itself.
 * @param room that the columns lie in
 */
export function gatherBatches(bodies: readonly Uint8Array[], room = new SampleRoom()): SampleColumns {
  const series = room.series();
  const batches = bodies.map((body) => openBatch(body));
  const slots = batches.map(({ ids }) => {
    const own = new Uint32Array(ids.length / 2);
    for (let i = 0; i < own.length; i++) own[i] = series.add(ids[2 * i]!, ids[2 * i + 1]!);
    return own;
  });
  const order = orderOf(series);
  const next = placesOf(countsOf(batches, slots, order.length), order);
  const samples = batches.reduce((sum, { words }) => sum + words.length / 2, 0);
  const { times, words } = room.columns(samples);
  batches.forEach((batch, i) => scatter(batch, slots[i]!, next, times, words));
  return tidy(order, series.low, series.high, next, times, words);
}

function countsOf(batches: readonly BatchColumns[], slots: readonly Uint32Array[], size: number): Float64Array {
  const counts = new Float64Array(size);
  batches.forEach(({ starts }, b) => {
    const own = slots[b]!;
    for (let i = 0; i < own.length; i++) counts[own[i]!]! += starts[i + 1]! - starts[i]!;
  });
  return counts;
}

/** Where times are read to, batch after batch. */
let scratch = new Float64Array(16 * 1024);

function scatter(batch: BatchColumns, slots: Uint32Array, next: Float64Array, times: Float64Array, words: Uint32Array): void {
  const count = batch.words.length / 2;
  if (scratch.length < count) scratch = new Float64Array(2 * count);
  readBatchTimes(batch, scratch);
  const { starts, words: values } = batch;
  const read = scratch;
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!;
    const end = starts[i + 1]!;
    let to = next[slot]!;
    for (let from = starts[i]!; from < end; from++, to++) {
      times[to] = read[from]!;
      words[2 * to] = values[2 * from]!;
      words[2 * to + 1] = values[2 * from + 1]!;
    }
    next[slot] = to;
  }
}
