import { VarintReader, writeSigned } from '@cloudops/contracts';
import { type WholeNumbers, wholeNumbers } from './whole-numbers.ts';

/** Kinds of streams; what they mean must never change. */
export const CONSTANT = 0;
export const DELTAS = 1;
export const CHANGES = 2;
export const BITS = 3;
/** Bytes that `writeValues` may need. */
export const valueBytes = (count: number): number => 10 + count * 9;

/**
 * Appends values as the first that fits: one constant; decimals of up to 9 places as whole numbers, by differences or by changes of
 * the difference, whichever is smaller (as VictoriaMetrics does); bits XORed with the value before, byte plane by byte plane.
 * Every bit comes back. Entropy coding is left to zstd over the whole pack.
 */
export function writeValues(out: Uint8Array, start: number, values: Float64Array, words: Uint32Array): number {
  const count = values.length;
  if (isConstant(words, count)) {
    out[start] = CONSTANT;
    return writeWords(out, start + 1, words[0]!, words[1]!);
  }
  const whole = wholeNumbers(values, words);
  if (whole === undefined) {
    out[start] = BITS;
    return writePlanes(out, start + 1, words, count);
  }
  const kind = kindOf(whole, count);
  out[start] = kind;
  out[start + 1] = whole.places;
  return writeDifferences(out, start + 2, whole, count, kind);
}

/** Values of a stream that `writeValues` wrote; `count` of them. */
export function readValues(bytes: Uint8Array, start: number, count: number): Float64Array {
  const values = new Float64Array(count);
  const kind = bytes[start];
  if (kind === CONSTANT) {
    const raw = new Uint8Array(values.buffer);
    for (let i = 0; i < count; i++) raw.set(bytes.subarray(start + 1, start + 9), i * 8);
  } else if (kind === BITS) readPlanes(bytes, start + 1, values, 0, count);
  else readDifferences(bytes, start + 2, values, 0, count, bytes[start + 1]!, kind === CHANGES ? CHANGES : DELTAS);
  return values;
}

export function isConstant(words: Uint32Array, count: number): boolean {
  for (let i = 1; i < count; i++) if (words[2 * i] !== words[0] || words[2 * i + 1] !== words[1]) return false;
  return true;
}

/** Whether differences, or the changes of those, are smaller. */
export function kindOf({ numbers }: WholeNumbers, count: number): typeof DELTAS | typeof CHANGES {
  let [deltas, changes, last, delta] = [0, 0, numbers[0]!, 0];
  for (let i = 0; i < count; i++) {
    const step = numbers[i]! - last;
    deltas += step < 0 ? -step : step;
    changes += step < delta ? delta - step : step - delta;
    delta = step;
    last = numbers[i]!;
  }
  return changes < deltas ? CHANGES : DELTAS;
}

/** Appends the first number, then the others by their differences (or their changes) as signed varints. */
export function writeDifferences(out: Uint8Array, start: number, { numbers }: WholeNumbers, count: number, kind: number): number {
  let at = start;
  let last = 0;
  let delta = 0;
  for (let i = 0; i < count; i++) {
    const step = numbers[i]! - last;
    at = writeSigned(out, at, kind === CHANGES ? step - delta : step);
    delta = i === 0 ? 0 : step;
    last = numbers[i]!;
  }
  return at;
}

/** Reads so many numbers into `values`, from `to` on, each divided by its power of ten. */
export function readDifferences(
  bytes: Uint8Array,
  start: number,
  values: Float64Array,
  to: number,
  count: number,
  places: number,
  kind: number,
): void {
  const power = 10 ** places;
  const input = new VarintReader(bytes, start);
  let last = 0;
  let delta = 0;
  for (let i = 0; i < count; i++) {
    const step = kind === CHANGES ? input.signed() + delta : input.signed();
    delta = i === 0 ? 0 : step;
    last += step;
    values[to + i] = last / power;
  }
}

/** Appends the bits of each value XORed with those of the one before, byte plane by byte plane. */
export function writePlanes(out: Uint8Array, start: number, words: Uint32Array, count: number): number {
  for (let i = 0; i < count; i++) {
    const low = words[2 * i]! ^ (i > 0 ? words[2 * i - 2]! : 0);
    const high = words[2 * i + 1]! ^ (i > 0 ? words[2 * i - 1]! : 0);
    for (let plane = 0; plane < 8; plane++) out[start + plane * count + i] = (plane < 4 ? low : high) >>> (8 * (plane & 3));
  }
  return start + 8 * count;
}

export function readPlanes(bytes: Uint8Array, start: number, values: Float64Array, to: number, count: number): void {
  const words = new Uint32Array(values.buffer, values.byteOffset + 8 * to, 2 * count);
  const byte = (plane: number, i: number) => bytes[start + plane * count + i]! << (8 * (plane & 3));
  for (let i = 0; i < count; i++) {
    words[2 * i] = (byte(0, i) | byte(1, i) | byte(2, i) | byte(3, i)) ^ (i > 0 ? words[2 * i - 2]! : 0);
    words[2 * i + 1] = (byte(4, i) | byte(5, i) | byte(6, i) | byte(7, i)) ^ (i > 0 ? words[2 * i - 1]! : 0);
  }
}

export function writeWords(out: Uint8Array, at: number, low: number, high: number): number {
  for (let i = 0; i < 4; i++) {
    out[at + i] = low >>> (8 * i);
    out[at + 4 + i] = high >>> (8 * i);
  }
  return at + 8;
}
