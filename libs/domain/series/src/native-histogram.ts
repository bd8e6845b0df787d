import { DomainError, type HistogramBuckets, type NativeHistogram } from '@cloudops/contracts';
import { ProtobufReader, WIRE } from './protobuf-reader.ts';

/** As the contract has it, but with every sum as it is. */
export type DecodedHistogram = NativeHistogram & { sum: number };

/** Schema of histograms with custom bounds (`custom_values`). */
const CUSTOM_SCHEMA = -53;
const MAX_BUCKETS = 10_000;
const RESET_HINTS = ['unknown', 'yes', 'no', 'gauge'] as const;

/**
 * Reads and checks a native histogram (https://prometheus.io/docs/specs/native_histograms/); bucket counts come out absolute.
 * @throws DomainError `invalid`, naming the faulty field below `path`.
 */
export function decodeHistogram(body: Uint8Array, path = 'histogram'): DecodedHistogram {
  const message = new HistogramReader(body, path).read();
  const histogram = { ...message, positive: bucketsOf(message, 'positive', path), negative: bucketsOf(message, 'negative', path) };
  checkSchema(histogram, path);
  for (const name of ['count', 'zeroCount', 'zeroThreshold'] as const)
    if (!(histogram[name] >= 0 && histogram[name] < Infinity))
      throw fault('histogram-count', `${path}.${name}`, 'is negative or not finite');
  const inBuckets = sum(histogram.positive.counts) + sum(histogram.negative.counts) + histogram.zeroCount;
  const fits = message.isFloat || (Number.isNaN(histogram.sum) ? inBuckets <= histogram.count : inBuckets === histogram.count);
  if (!fits) throw fault('histogram-count', `${path}.count`, `is ${histogram.count}, but the buckets hold ${inBuckets}`);
  const { time, count, sum: total, schema, zeroThreshold, zeroCount, positive, negative, customValues, resetHint } = histogram;
  return { time, count, sum: total, schema, zeroThreshold, zeroCount, positive, negative, customValues, resetHint };
}

type Side = 'positive' | 'negative';

class HistogramReader {
  time = 0;
  count = 0;
  sum = 0;
  schema = 0;
  zeroThreshold = 0;
  zeroCount = 0;
  isFloat = false;
  resetHint: NativeHistogram['resetHint'] = 'unknown';
  readonly customValues: number[] = [];
  readonly spans: Record<Side, HistogramBuckets['spans']> = { positive: [], negative: [] };
  readonly deltas: Record<Side, number[]> = { positive: [], negative: [] };
  readonly counts: Record<Side, number[]> = { positive: [], negative: [] };
  readonly #reader: ProtobufReader;
  readonly #view: DataView;
  readonly #path: string;

  constructor(body: Uint8Array, path: string) {
    this.#reader = new ProtobufReader(body);
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.#path = path;
  }

  read(): this {
    const end = this.#view.byteLength;
    while (this.#reader.next(end, this.#here)) this.#readField(end);
    if (!(this.time <= 8.64e15)) throw fault('timestamp-range', `${this.#path}.timestamp`, 'is outside of 1970 to 275760');
    return this;
  }

  readonly #here = () => this.#path;

  #readField(end: number): void {
    const field = this.#reader.field;
    if (field === 1) this.count = this.#unsigned(end);
    else if (field === 2) [this.count, this.isFloat] = [this.#double(end), true];
    else if (field === 3) this.sum = this.#double(end);
    else if (field === 4) this.schema = this.#zigzag(end);
    else if (field === 5) this.zeroThreshold = this.#double(end);
    else if (field === 6) this.zeroCount = this.#unsigned(end);
    else if (field === 7) this.zeroCount = this.#double(end);
    else if (field === 8 || field === 11) this.#readSpan(end, field === 8 ? 'negative' : 'positive');
    else if (field === 9 || field === 12) this.#readAll(end, this.deltas[field === 9 ? 'negative' : 'positive'], (to) => this.#zigzag(to));
    else if (field === 10 || field === 13)
      this.#readAll(end, this.counts[field === 10 ? 'negative' : 'positive'], (to) => this.#plainDouble(to));
    else if (field === 14) this.resetHint = RESET_HINTS[this.#unsigned(end)] ?? 'unknown';
    else if (field === 15) this.time = this.#unsigned(end);
    else if (field === 16) this.#readAll(end, this.customValues, (to) => this.#plainDouble(to));
    else this.#reader.skip(end, this.#here);
  }

  #unsigned(end: number): number {
    if (this.#reader.wire === WIRE.bytes || this.#reader.wire === WIRE.fixed64) this.#reader.fixed64(this.#reader.at, this.#here); // names the wrong type
    this.#reader.varint(end, this.#here);
    return this.#reader.high * 0x1_0000_0000 + this.#reader.low;
  }

  #zigzag(end: number): number {
    this.#reader.varint(end, this.#here);
    const half = this.#reader.high * 0x8000_0000 + (this.#reader.low >>> 1);
    return (this.#reader.low & 1) === 0 ? half : -half - 1;
  }

  #double(end: number): number {
    this.#reader.fixed64(end, this.#here);
    return this.#view.getFloat64(this.#reader.at - 8, true);
  }

  #plainDouble(end: number): number {
    this.#reader.wire = WIRE.fixed64;
    return this.#double(end);
  }

  /** A packed list, or one element of an unpacked one. */
  #readAll(end: number, into: number[], readOne: (end: number) => number): void {
    const isPacked = this.#reader.wire === WIRE.bytes;
    const stop = isPacked ? this.#reader.length(end, this.#here) : end;
    do {
      if (isPacked && this.#reader.at >= stop) return;
      if (into.length >= MAX_BUCKETS) throw fault('histogram-buckets', this.#path, `has more than ${MAX_BUCKETS} buckets`);
      into.push(readOne(stop));
    } while (isPacked);
  }

  #readSpan(end: number, side: Side): void {
    const stop = this.#reader.length(end, this.#here);
    let offset = 0;
    let length = 0;
    while (this.#reader.next(stop, this.#here)) {
      if (this.#reader.field === 1) offset = this.#zigzag(stop);
      else if (this.#reader.field === 2) length = this.#unsigned(stop);
      else this.#reader.skip(stop, this.#here);
    }
    const spans = this.spans[side];
    if (spans.length >= MAX_BUCKETS) throw fault('histogram-buckets', this.#path, `has more than ${MAX_BUCKETS} spans`);
    if (spans.length > 0 && offset < 0) throw fault('histogram-spans', `${this.#path}.${side}_spans`, 'go backwards');
    spans.push({ offset, length });
  }
}

function bucketsOf({ spans, deltas, counts, isFloat }: HistogramReader, side: Side, path: string): HistogramBuckets {
  let running = 0;
  const absolute = isFloat ? counts[side] : deltas[side].map((delta) => (running += delta));
  const named = sum(spans[side].map(({ length }) => length));
  if (named !== absolute.length)
    throw fault('histogram-spans', `${path}.${side}_spans`, `name ${named} buckets, but ${absolute.length} are given`);
  if (!absolute.every((count) => count >= 0 && count < Infinity))
    throw fault('histogram-buckets', `${path}.${side}`, 'has a bucket whose count is negative or not finite');
  return { spans: spans[side], counts: absolute };
}

function checkSchema({ schema, customValues, zeroCount, positive, negative }: NativeHistogram, path: string): void {
  if (schema === CUSTOM_SCHEMA) {
    const ascend = customValues.every((value, i) => Number.isFinite(value) && (i === 0 || value > customValues[i - 1]!));
    if (!ascend) throw fault('histogram-custom-values', `${path}.custom_values`, 'must be finite and ascend');
    if (zeroCount !== 0 || negative.counts.length > 0)
      throw fault('histogram-custom-values', path, 'with custom values can have positive buckets only');
    if (sum(positive.spans.map(({ offset, length }) => offset + length)) > customValues.length + 1)
      throw fault('histogram-custom-values', `${path}.custom_values`, 'are fewer than the buckets');
  } else if (schema < -4 || schema > 8) throw fault('histogram-schema', `${path}.schema`, `${schema} is not one of -4 to 8 or -53`);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const fault = (code: string, field: string, message: string): DomainError =>
  new DomainError('invalid', code, `${field} ${message}`, { field });
