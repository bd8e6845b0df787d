import { DomainError, type Labels, type MetricType } from '@cloudops/contracts';
import type { MetricFamily } from './catalogue/metric-families.ts';
import type { IdentityCache } from './identity-cache.ts';
import { checkLabels, checkText } from './label-rules.ts';
import { isCanonical, metricName, type LabelPair } from './labels.ts';
import { IdentifiedSamples } from './identified-samples.ts';
import { decodeHistogram } from './native-histogram.ts';
import { readPlainSample } from './plain-sample.ts';
import { malformed, ProtobufReader } from './protobuf-reader.ts';
import { SampleColumn } from './sample-column.ts';
import { hashOfSpans } from './series-id.ts';
import { identified, identifySeries, type SeriesIdentity } from './series-identity.ts';
import type { Decompressed } from './snappy.ts';
import type { SeriesExemplar, SeriesHistogram } from './write-attachments.ts';
import type { WriteRequest, WriteRequestLimits } from './write-request.ts';

/** Both versions' metadata types, by number. */
export const METADATA_TYPES: readonly MetricType[] = ['unknown', 'counter', 'gauge', 'histogram', 'gauge', 'summary', 'gauge', 'gauge'];
/** More of a help text is not kept. */
const REMARK_BYTES = 1024;
export const ROOT = (): string => 'body';

/** Samples of a request for which there is always room; those of one request at a time, as nothing is awaited. */
const KEPT_SAMPLES = 16_384;
const COLUMN = new SampleColumn(KEPT_SAMPLES);

/** Reads the labels (field 1) of one exemplar piece by piece, then gives them all. */
export interface ExemplarLabels {
  read(end: number, path: () => string): void;
  take(path: () => string): LabelPair[];
}

/** What remote_write 1.0 and 2.0 have in common: series made of samples, histograms and exemplars, each refused alone. */
export abstract class WriteRequestDecoder {
  protected readonly message: Buffer;
  protected readonly view: DataView;
  protected readonly reader: ProtobufReader;
  protected readonly families = new Map<string, Partial<MetricFamily>>();
  readonly #column = COLUMN;
  readonly #identities: SeriesIdentity[] = [];
  /** Where the samples of each series end. */
  readonly #ends: number[] = [];
  readonly #histograms: SeriesHistogram[] = [];
  readonly #exemplars: SeriesExemplar[] = [];
  #ownHistograms: Omit<SeriesHistogram, 'identity'>[] = [];
  #ownExemplars: Omit<SeriesExemplar, 'identity'>[] = [];
  #refused = 0;
  #refusal: DomainError | undefined;
  #refusedBefore = 0;
  #refusalBefore: DomainError | undefined;
  #index = 0;
  #start = 0;

  constructor(
    { bytes, view }: Decompressed,
    protected readonly cache: IdentityCache,
    protected readonly limits: WriteRequestLimits,
  ) {
    this.message = bytes;
    this.view = view;
    this.reader = new ProtobufReader(bytes, view);
    this.#column.length = 0;
    cache.beginRequest();
  }

  abstract decode(): WriteRequest;
  /** Reads everything of one series but who it is, with the methods below, then says who it is. */
  protected abstract readParts(end: number): SeriesIdentity;

  protected readonly seriesPath = (): string => `timeseries[${this.#index}]`;
  protected readonly labelsPath = (): string => `timeseries[${this.#index}].labels`;
  protected readonly samplesPath = (): string => `timeseries[${this.#index}].samples`;

  protected readSeries(end: number): void {
    if (this.#index >= this.limits.series) throw tooMany('timeseries', this.limits.series);
    this.#start = this.#column.length;
    this.#refusedBefore = this.#refused;
    this.#refusalBefore = this.#refusal;
    try {
      this.#keep(this.readParts(end));
    } catch (error) {
      this.#refuse(error, this.#column.length - this.#start + this.#ownHistograms.length + this.#ownExemplars.length);
      this.#column.length = this.#start;
    }
    if (this.#ownHistograms.length + this.#ownExemplars.length > 0) [this.#ownHistograms, this.#ownExemplars] = [[], []];
    this.reader.at = end;
    this.#index += 1;
  }

  protected result(): WriteRequest {
    const starts = new Uint32Array(this.#ends.length + 1);
    starts.set(this.#ends, 1);
    const sampleCount = this.#column.length;
    return {
      series: new IdentifiedSamples(this.#identities, starts, this.#column.take(KEPT_SAMPLES)),
      histograms: this.#histograms,
      exemplars: this.#exemplars,
      families: this.families,
      sampleCount,
      refused: this.#refusal && { count: this.#refused, first: this.#refusal },
    };
  }

  /** Reads samples as every sender writes them, until something else comes. */
  protected readPlainSamples(end: number): void {
    const { reader, limits } = this;
    while (this.#column.length < limits.samples) {
      const at = readPlainSample(this.view, reader.at, end, this.#column);
      if (at < 0) return;
      reader.at = at;
    }
  }

  protected readSample(end: number): void {
    if (this.#column.length >= this.limits.samples) throw tooMany('samples', this.limits.samples);
    const reader = this.reader;
    let low = 0;
    let high = 0;
    let time = 0;
    while (reader.next(end, this.samplesPath)) {
      if (reader.field === 1) {
        reader.fixed64(end, this.samplesPath);
        low = reader.low;
        high = reader.high;
      } else if (reader.field === 2 && reader.wire === 0) {
        reader.varint(end, this.samplesPath);
        time = reader.high * 0x1_0000_0000 + reader.low;
      } else if (reader.field === 2) throw malformed(this.samplesPath(), 'the timestamp has the wrong wire type');
      else reader.skip(end, this.samplesPath);
    }
    if (time > MAX_TIME) throw outOfTime(`${this.samplesPath()}[${this.#column.length - this.#start}].timestamp`);
    this.#column.push(time, low, high);
  }

  protected readHistogram(end: number): void {
    if (this.#histograms.length + this.#ownHistograms.length >= this.limits.samples) throw tooMany('histograms', this.limits.samples);
    const body = Uint8Array.prototype.slice.call(this.message, this.reader.at, end); // a copy: the message's buffer is used again
    const path = `timeseries[${this.#index}].histograms[${this.#ownHistograms.length}]`;
    try {
      this.#ownHistograms.push({ time: decodeHistogram(body, path).time, body });
    } catch (error) {
      this.#refuse(error, 1);
    }
    this.reader.at = end;
  }

  protected readExemplar(end: number, labels: ExemplarLabels): void {
    if (this.#exemplars.length + this.#ownExemplars.length >= this.limits.samples) throw tooMany('exemplars', this.limits.samples);
    const reader = this.reader;
    const path = () => `timeseries[${this.#index}].exemplars[${this.#ownExemplars.length}]`;
    let value = 0;
    let time = 0;
    try {
      while (reader.next(end, path)) {
        if (reader.field === 1) labels.read(end, path);
        else if (reader.field === 2) {
          reader.fixed64(end, path);
          value = this.message.readDoubleLE(reader.at - 8);
        } else if (reader.field === 3 && reader.wire === 0) {
          reader.varint(end, path);
          time = reader.high * 0x1_0000_0000 + reader.low;
        } else reader.skip(end, path);
      }
      if (time > MAX_TIME) throw outOfTime(`${path()}.timestamp`);
      this.#ownExemplars.push({ time, value, labels: this.#exemplarLabels(labels.take(path), path()) });
    } catch (error) {
      this.#refuse(error, 1);
    }
    reader.at = end;
  }

  /** Text of the message; one that comes again and again (`isSymbol`) is decoded once. @param path called only when there is a fault */
  protected textAt(from: number, to: number, maxBytes: number, isSymbol: boolean, path: () => string): string {
    if (to - from > maxBytes) {
      const message = `${path()} has ${to - from} bytes, at most ${maxBytes} are accepted`;
      throw new DomainError('invalid', 'label-too-long', message, { field: path() });
    }
    try {
      return isSymbol ? this.cache.symbols.textOf(this.view, from, to - from) : UTF8.decode(this.message.subarray(from, to));
    } catch (cause) {
      throw new DomainError('invalid', 'label-not-utf8', `${path()} is not UTF-8`, { field: path(), cause });
    }
  }

  /** Help or a unit: cut when it is long, mended when it is not UTF-8; no request is refused for it. */
  protected readonly remark = (from: number, to: number): string => this.message.toString('utf8', from, Math.min(to, from + REMARK_BYTES));

  /** Who a series is, by its checked labels, whose texts lie at `spans`: from and to of each name and value. */
  protected identify(labels: readonly LabelPair[], spans: readonly number[]): SeriesIdentity {
    checkLabels(labels, this.labelsPath);
    return isCanonical(labels) ? identified(labels, hashOfSpans(this.message, spans)) : identifySeries(labels);
  }

  /** Forgets what was read of this series, to read it another way. */
  protected readAgain(from: number): void {
    this.reader.at = from;
    this.#column.length = this.#start;
    [this.#ownHistograms, this.#ownExemplars] = [[], []];
    [this.#refused, this.#refusal] = [this.#refusedBefore, this.#refusalBefore];
  }

  #keep(identity: SeriesIdentity): void {
    const end = this.#column.length;
    if (end > this.#start) {
      if (end > this.#start + 1) this.#column.sortFrom(this.#start);
      this.#identities.push(identity);
      this.#ends.push(end);
    }
    if (this.#ownHistograms.length + this.#ownExemplars.length === 0) return;
    for (const own of this.#ownHistograms) this.#histograms.push({ identity, ...own });
    if (this.#ownHistograms.length > 0 && !this.families.has(metricName(identity.labels)))
      this.families.set(metricName(identity.labels), { type: 'histogram' }); // until metadata says better
    for (const own of this.#ownExemplars) this.#exemplars.push({ identity, ...own });
  }

  #exemplarLabels(pairs: readonly LabelPair[], path: string): Labels {
    let bytes = 0;
    pairs.forEach(([name, value], i) => {
      checkText(name, `${path}.labels[${i}].name`);
      checkText(value, `${path}.labels[${i}].value`);
      bytes += name.length + value.length;
    });
    if (bytes <= this.limits.exemplarBytes && new Set(pairs.map(([name]) => name)).size === pairs.length) return Object.fromEntries(pairs);
    const message = `${path}.labels repeat a name or are longer than ${this.limits.exemplarBytes} together`;
    throw new DomainError('invalid', 'exemplar-labels', message, { field: `${path}.labels` });
  }

  /** Notes a fault that spoils one part only; any other fault spoils the request and goes on. */
  #refuse(error: unknown, count: number): void {
    if (!(error instanceof DomainError) || error.kind !== 'invalid' || error.code === 'protobuf-malformed') throw error;
    this.#refused += Math.max(1, count);
    this.#refusal ??= error;
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Last instant of ECMAScript, ms. */
const MAX_TIME = 8.64e15;

const outOfTime = (field: string): DomainError =>
  new DomainError('invalid', 'timestamp-range', `${field} is outside of 1970 to 275760`, { field });

export const tooMany = (field: string, limit: number): DomainError =>
  new DomainError('too-large', 'too-many', `${field}: at most ${limit} are accepted in one request`, { field });

/** The request is of the other version than its content type says. */
export const otherVersion = (expected: string): DomainError =>
  new DomainError('invalid', 'other-version', `The body is not ${expected}, as its Content-Type says`, { field: 'content-type' });
