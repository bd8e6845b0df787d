import { VarintReader, writeSigned } from '@cloudops/contracts';

const CONSTANT = 0;
const DELTAS = 1;
const CHANGES = 2;
const BITS = 3;
/** 10^0 to 10^9: exact, so that dividing a whole number by one rounds once. */
const POWERS = Float64Array.from({ length: 10 }, (_, i) => 10 ** i);
/** Whole numbers below stay exact when two of their differences are subtracted. */
const LARGEST = 2 ** 50;

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
  const places = decimalPlaces(values, words);
  return places < 0 ? writeBits(out, start, words, count) : writeWhole(out, start, values, places);
}

/** Values of a stream that `writeValues` wrote; `count` of them. */
export function readValues(bytes: Uint8Array, start: number, count: number): Float64Array {
  const values = new Float64Array(count);
  const kind = bytes[start];
  if (kind === CONSTANT) {
    const raw = new Uint8Array(values.buffer);
    for (let i = 0; i < count; i++) raw.set(bytes.subarray(start + 1, start + 9), i * 8);
  } else if (kind === BITS) readBits(bytes, start + 1, values);
  else readWhole(bytes, start, values, kind === CHANGES);
  return values;
}

function isConstant(words: Uint32Array, count: number): boolean {
  for (let i = 1; i < count; i++) if (words[2 * i] !== words[0] || words[2 * i + 1] !== words[1]) return false;
  return true;
}

/** Places after the point that all values share, or -1 when some value is no such decimal. */
function decimalPlaces(values: Float64Array, words: Uint32Array): number {
  let places = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === 0 && words[2 * i + 1] !== 0) return -1; // minus zero
    for (;;) {
      const whole = Math.round(value * POWERS[places]!);
      if (!(Math.abs(whole) < LARGEST)) return -1;
      if (whole / POWERS[places]! === value) break;
      places += 1;
      if (places === POWERS.length) return -1;
    }
  }
  for (const value of values) {
    const whole = Math.round(value * POWERS[places]!);
    if (!(Math.abs(whole) < LARGEST) || whole / POWERS[places]! !== value) return -1;
  }
  return places;
}

function writeWhole(out: Uint8Array, start: number, values: Float64Array, places: number): number {
  const power = POWERS[places]!;
  let [deltas, changes, last, delta] = [0, 0, Math.round(values[0]! * power), 0];
  for (const value of values) {
    const whole = Math.round(value * power);
    deltas += Math.abs(whole - last);
    changes += Math.abs(whole - last - delta);
    delta = whole - last;
    last = whole;
  }
  const byChange = changes < deltas;
  out[start] = byChange ? CHANGES : DELTAS;
  out[start + 1] = places;
  let at = start + 2;
  last = delta = 0;
  for (let i = 0; i < values.length; i++) {
    const whole = Math.round(values[i]! * power);
    const step = whole - last;
    at = writeSigned(out, at, byChange ? step - delta : step);
    delta = i === 0 ? 0 : step;
    last = whole;
  }
  return at;
}

function readWhole(bytes: Uint8Array, start: number, values: Float64Array, byChange: boolean): void {
  const power = POWERS[bytes[start + 1]!] ?? 1;
  const input = new VarintReader(bytes, start + 2);
  let last = 0;
  let delta = 0;
  for (let i = 0; i < values.length; i++) {
    const step = byChange ? input.signed() + delta : input.signed();
    delta = i === 0 ? 0 : step;
    last += step;
    values[i] = last / power;
  }
}

function writeBits(out: Uint8Array, start: number, words: Uint32Array, count: number): number {
  out[start] = BITS;
  for (let i = 0; i < count; i++) {
    const low = words[2 * i]! ^ (i > 0 ? words[2 * i - 2]! : 0);
    const high = words[2 * i + 1]! ^ (i > 0 ? words[2 * i - 1]! : 0);
    for (let plane = 0; plane < 8; plane++) out[start + 1 + plane * count + i] = (plane < 4 ? low : high) >>> (8 * (plane & 3));
  }
  return start + 1 + 8 * count;
}

function readBits(bytes: Uint8Array, start: number, values: Float64Array): void {
  const words = new Uint32Array(values.buffer);
  const count = values.length;
  const byte = (plane: number, i: number) => bytes[start + plane * count + i]! << (8 * (plane & 3));
  for (let i = 0; i < count; i++) {
    words[2 * i] = (byte(0, i) | byte(1, i) | byte(2, i) | byte(3, i)) ^ (i > 0 ? words[2 * i - 2]! : 0);
    words[2 * i + 1] = (byte(4, i) | byte(5, i) | byte(6, i) | byte(7, i)) ^ (i > 0 ? words[2 * i - 1]! : 0);
  }
}

function writeWords(out: Uint8Array, at: number, low: number, high: number): number {
  for (let i = 0; i < 4; i++) {
    out[at + i] = low >>> (8 * i);
    out[at + 4 + i] = high >>> (8 * i);
  }
  return at + 8;
}
