import { VarintReader, writeSigned, writeVarint } from '@cloudops/contracts';
import { malformedChunk } from '../chunk/bit-reader.ts';
import { readValues, valueBytes, writeValues } from '../pack/value-column.ts';
import { bitsOf } from '../samples.ts';
import type { Rhythm } from './rhythms.ts';
import { emptyRollup, type Rollup } from './rollup.ts';

/** Streams of one series, after `endedAt`: how its values grow in a bucket, step between buckets, and where the rest lies beside them. */
const STREAMS = 6;
const BITS = 15;
const POWERS = Float64Array.from({ length: 10 }, (_, i) => 10 ** i);
/** Whole numbers below stay exact in every sum and difference here. */
const LARGEST = 2 ** 48;
const VALUES = ['first', 'last', 'min', 'max', 'sum', 'drops'] as const;

type Streams = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
const emptyStreams = (buckets: number): Streams => Array.from({ length: STREAMS }, () => new Float64Array(buckets)) as Streams;

/** Bytes that `writeRollupValues` may need. */
export const rollupBytes = ({ count }: Rollup): number => 32 + (STREAMS + 1) * valueBytes(count.length);

/**
 * Appends what the rhythm does not say. u8: decimal places, or 15 for bits. Then streams, each the varint of its bytes and they:
 * `endedAt` as distances from the last value; decimals as whole numbers: growth from first to last, step from the last before to the
 * first, how far least and most lie outside of first and last, twice the sum less count times (first + last), drops; else the six
 * columns by `writeValues`. A stream of nothing but zeros, or of what first and last say already, is empty.
 */
export function writeRollupValues(out: Uint8Array, start: number, rollup: Rollup, scratch: Uint8Array): number {
  const places = decimalPlaces(rollup);
  out[start] = places;
  let at = append(
    out,
    start + 1,
    scratch,
    writeWholes(scratch, rollup.count.length, (i) => (rollup.endedAt[i] === 0 ? 0 : rollup.endedAt[i]! - rollup.lastAt[i]!)),
  );
  if (places !== BITS) {
    const streams = wholesOf(rollup, POWERS[places]!);
    for (const stream of streams)
      at = append(
        out,
        at,
        scratch,
        writeWholes(scratch, stream.length, (i) => stream[i]!),
      );
    return at;
  }
  for (const name of VALUES) {
    const column = rollup[name];
    const words = bitsOf(column);
    at = append(out, at, scratch, isImplied(name, rollup) ? 0 : writeValues(scratch, 0, column, words));
  }
  return at;
}

/** The series whose streams begin where `input` stands. @throws DomainError `internal` (`chunk-malformed`) */
export function readRollupValues(bytes: Uint8Array, start: number, { firstAt, lastAt, count }: Rhythm): Rollup {
  const places = bytes[start]!;
  const input = new VarintReader(bytes, start + 1);
  const rollup: Rollup = { ...emptyRollup(count.length), firstAt, lastAt, count };
  const ended = new Float64Array(count.length);
  readWholes(bytes, input, ended);
  ended.forEach((distance, i) => (rollup.endedAt[i] = distance === 0 ? 0 : lastAt[i]! + distance));
  if (places === BITS) {
    for (const name of VALUES) {
      const length = input.unsigned();
      if (length > 0) rollup[name].set(readValues(bytes, input.at, count.length));
      else imply(name, rollup);
      input.at += length;
    }
    return rollup;
  }
  const power = POWERS[places];
  if (power === undefined) throw malformedChunk();
  const streams = emptyStreams(count.length);
  for (const stream of streams) readWholes(bytes, input, stream);
  const [growth, step, below, above, middle, drops] = streams;
  for (let i = 0, before = 0; i < count.length; i++) {
    const first = before + step[i]!;
    const last = first + growth[i]!;
    rollup.first[i] = first / power;
    rollup.last[i] = last / power;
    rollup.min[i] = (Math.min(first, last) - below[i]!) / power;
    rollup.max[i] = (Math.max(first, last) + above[i]!) / power;
    rollup.sum[i] = (middle[i]! + count[i]! * (first + last)) / 2 / power;
    rollup.drops[i] = drops[i]! / power;
    before = last;
  }
  return rollup;
}

function wholesOf({ count, first, last, min, max, sum, drops }: Rollup, power: number): Streams {
  const streams = emptyStreams(count.length);
  const [growth, step, below, above, middle, lost] = streams;
  const whole = (value: number): number => Math.round(value * power);
  for (let i = 0, before = 0; i < count.length; i++) {
    const [from, to] = [whole(first[i]!), whole(last[i]!)];
    growth[i] = to - from;
    step[i] = from - before;
    below[i] = Math.min(from, to) - whole(min[i]!);
    above[i] = whole(max[i]!) - Math.max(from, to);
    middle[i] = 2 * whole(sum[i]!) - count[i]! * (from + to);
    lost[i] = whole(drops[i]!);
    before = to;
  }
  return streams;
}

/** Places after the point that all values share, so that they and their sums are exact as whole numbers; or `BITS`. */
function decimalPlaces(rollup: Rollup): number {
  const { first, last, min, max, sum, drops } = rollup;
  let places = 0;
  for (const column of [first, last, min, max]) {
    for (let i = 0; i < column.length; i++) {
      const value = column[i]!;
      if (Object.is(value, -0)) return BITS;
      while (Math.round(value * POWERS[places]!) / POWERS[places]! !== value) {
        places += 1;
        if (places === POWERS.length) return BITS;
      }
    }
  }
  const power = POWERS[places]!;
  const fits = (values: Float64Array): boolean => values.every((value) => Math.abs(value * power) < LARGEST);
  // a place that was tried before a longer decimal came along may not hold for the first ones when multiplied
  const exact = (values: Float64Array): boolean => values.every((value) => Math.round(value * power) / power === value);
  const near = (values: Float64Array): boolean =>
    values.every((value) => Math.abs(Math.round(value * power) / power - value) <= 1e-12 * Math.abs(value));
  return [first, last, min, max, sum, drops].every(fits) && [first, last, min, max].every(exact) && [sum, drops].every(near)
    ? places
    : BITS;
}

/** Least and most that are first or last, and drops that are none, need no stream. */
function isImplied(name: (typeof VALUES)[number], rollup: Rollup): boolean {
  const { first, last, min, max, drops } = rollup;
  if (name === 'drops') return drops.every((value) => value === 0);
  if (name === 'min') return min.every((value, i) => Object.is(value, Math.min(first[i]!, last[i]!)) && !Number.isNaN(value));
  if (name === 'max') return max.every((value, i) => Object.is(value, Math.max(first[i]!, last[i]!)) && !Number.isNaN(value));
  return false;
}

function imply(name: (typeof VALUES)[number], { first, last, min, max }: Rollup): void {
  if (name === 'min') min.forEach((_, i) => (min[i] = Math.min(first[i]!, last[i]!)));
  if (name === 'max') max.forEach((_, i) => (max[i] = Math.max(first[i]!, last[i]!)));
}

/** @returns bytes written; none for nothing but zeros. */
function writeWholes(out: Uint8Array, count: number, valueOf: (i: number) => number): number {
  let at = 0;
  let any = false;
  for (let i = 0; i < count; i++) {
    const value = valueOf(i);
    any ||= value !== 0;
    at = writeSigned(out, at, value);
  }
  return any ? at : 0;
}

function readWholes(bytes: Uint8Array, input: VarintReader, out: Float64Array): void {
  const end = input.unsigned() + input.at;
  if (end > bytes.length) throw malformedChunk();
  if (input.at < end) for (let i = 0; i < out.length; i++) out[i] = input.signed();
  input.at = end;
}

function append(out: Uint8Array, start: number, stream: Uint8Array, length: number): number {
  const at = writeVarint(out, start, length);
  out.set(stream.subarray(0, length), at);
  return at + length;
}
