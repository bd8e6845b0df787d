import { type VarintReader, writeSigned, writeVarint } from '@cloudops/contracts';
import { STALE_BITS_HIGH, STALE_BITS_LOW } from '../samples.ts';
import { type SampleStats, statsOf } from './sample-stats.ts';
import * as column from './value-column.ts';
import { type WholeNumbers, wholeNumbers } from './whole-numbers.ts';

/** Bytes that the description of one series' values may need. */
export const DESCRIPTION_BYTES = 40;

/** Two places to write to, each with its end so far. */
export interface DescribedOutput {
  readonly values: Uint8Array;
  valuesEnd: number;
  readonly descriptions: Uint8Array;
  descriptionsEnd: number;
}

/** How a series' values are written, and what is known of them. */
export interface Description {
  readonly kind: number;
  /** Of decimals. */
  readonly places: number;
  /** Bits of a constant. */
  readonly low: number;
  readonly high: number;
  readonly stats: SampleStats;
}

/**
 * Appends values as the column would have them (`writeValues`), but what describes them goes apart: u8 kind; then a constant's bits,
 * which need no values; or u8 places, the least as a signed varint and the distance to the largest as a varint; or least and largest as
 * f64 and the number of staleness markers as a varint.
 */
export function writeDescribed(out: DescribedOutput, values: Float64Array, words: Uint32Array, count: number): void {
  const { descriptions } = out;
  const at = out.descriptionsEnd + 1;
  const isConstant = column.isConstant(words, count);
  const whole = isConstant ? undefined : wholeNumbers(values, words, count);
  if (whole !== undefined) {
    const kind = column.kindOf(whole, count);
    const [least, largest] = extremes(whole, count);
    descriptions[at - 1] = kind;
    descriptions[at] = whole.places;
    out.descriptionsEnd = writeVarint(descriptions, writeSigned(descriptions, at + 1, least), largest - least);
    out.valuesEnd = column.writeDifferences(out.values, out.valuesEnd, whole, count, kind);
  } else if (isConstant) {
    descriptions[at - 1] = column.CONSTANT;
    out.descriptionsEnd = column.writeWords(descriptions, at, words[0]!, words[1]!);
  } else {
    const { min, max, staleMarkers } = statsOf(values, 0, count);
    const view = new DataView(descriptions.buffer, descriptions.byteOffset);
    descriptions[at - 1] = column.BITS;
    view.setFloat64(at, min, true);
    view.setFloat64(at + 8, max, true);
    out.descriptionsEnd = writeVarint(descriptions, at + 16, staleMarkers);
    out.valuesEnd = column.writePlanes(out.values, out.valuesEnd, words, count);
  }
}

/** The next description, of so many samples. @param view of what `input` reads. */
export function readDescription(view: DataView, input: VarintReader, samples: number): Description {
  const kind = view.getUint8(input.at);
  const at = input.at + 1;
  if (kind === column.CONSTANT) {
    input.at = at + 8;
    const [low, high] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    const value = view.getFloat64(at, true);
    const isStale = low === STALE_BITS_LOW && high === STALE_BITS_HIGH;
    const stats = { samples, staleMarkers: isStale ? samples : 0, min: value, max: value };
    return { kind, places: 0, low, high, stats };
  }
  if (kind === column.BITS) {
    input.at = at + 16;
    const [min, max] = [view.getFloat64(at, true), view.getFloat64(at + 8, true)];
    return { kind, places: 0, low: 0, high: 0, stats: { samples, staleMarkers: input.unsigned(), min, max } };
  }
  const places = view.getUint8(at);
  input.at = at + 1;
  const least = input.signed();
  const power = 10 ** places;
  const stats = { samples, staleMarkers: 0, min: least / power, max: (least + input.unsigned()) / power };
  return { kind, places, low: 0, high: 0, stats };
}

/** Puts values that `writeDescribed` wrote to `start` into `values`, from `to` on. */
export function readDescribed(
  bytes: Uint8Array,
  start: number,
  { kind, places, low, high, stats }: Description,
  values: Float64Array,
  to: number,
): void {
  const count = stats.samples;
  if (kind === column.BITS) column.readPlanes(bytes, start, values, to, count);
  else if (kind !== column.CONSTANT) column.readDifferences(bytes, start, values, to, count, places, kind);
  else {
    const words = new Uint32Array(values.buffer, values.byteOffset + 8 * to, 2 * count);
    for (let i = 0; i < count; i++) {
      words[2 * i] = low;
      words[2 * i + 1] = high;
    }
  }
}

function extremes({ numbers }: WholeNumbers, count: number): [least: number, largest: number] {
  let [least, largest] = [numbers[0]!, numbers[0]!];
  for (let i = 1; i < count; i++) {
    if (numbers[i]! < least) least = numbers[i]!;
    if (numbers[i]! > largest) largest = numbers[i]!;
  }
  return [least, largest];
}
