import { DomainError, type Labels, type MetricType } from '@cloudops/contracts';
import type { IdentityCache } from './identity-cache.ts';
import { checkText } from './label-rules.ts';
import { metricName, type LabelPair } from './labels.ts';
import { decodeHistogram } from './native-histogram.ts';
import { malformed, ProtobufReader } from './protobuf-reader.ts';
import { SampleColumn } from './sample-column.ts';
import type { SeriesIdentity } from './series-identity.ts';
import type { SeriesExemplar, SeriesHistogram } from './write-attachments.ts';
import type { WriteRequest, WriteRequestLimits } from './write-request.ts';

/** Both versions' metadata types, by number. */
export const METADATA_TYPES: readonly MetricType[] = ['unknown', 'counter', 'gauge', 'histogram', 'gauge', 'summary', 'gauge', 'gauge'];
export const ROOT = (): string => 'body';

/** Reads the labels (field 1) of one exemplar piece by piece, then gives them all. */
export interface ExemplarLabels {
  read(end: number, path: () => string): void;
  take(path: () => string): LabelPair[];
}

/** What remote_write 1.0 and 2.0 have in common: series made of samples, histograms and exemplars, each refused alone. */
export abstract class WriteRequestDecoder {
  protected readonly message: Buffer;
  protected readonly reader: ProtobufReader;
  protected readonly types = new Map<string, MetricType>();
  readonly #column: SampleColumn;
  readonly #series: { identity: SeriesIdentity; start: number; end: number }[] = [];
  readonly #histograms: SeriesHistogram[] = [];
  readonly #exemplars: SeriesExemplar[] = [];
  #ownHistograms: Omit<SeriesHistogram, 'identity'>[] = [];
  #ownExemplars: Omit<SeriesExemplar, 'identity'>[] = [];
  #refused = 0;
  #refusal: DomainError | undefined;
  #index = 0;
  #start = 0;

  constructor(
    message: Uint8Array,
    protected readonly cache: IdentityCache,
    protected readonly limits: WriteRequestLimits,
  ) {
    this.message = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
    this.reader = new ProtobufReader(message);
    this.#column = new SampleColumn(Math.max(16, message.length >>> 7));
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
    return {
      series: this.#series.map(({ identity, start, end }) => ({ identity, samples: this.#column.view(start, end) })),
      histograms: this.#histograms,
      exemplars: this.#exemplars,
      types: this.types,
      sampleCount: this.#column.length,
      refused: this.#refusal && { count: this.#refused, first: this.#refusal },
    };
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
    const body = this.message.subarray(this.reader.at, end);
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

  protected decodeText(bytes: Buffer, maxBytes: number, path: () => string): string {
    if (bytes.length > maxBytes) {
      const message = `${path()} has ${bytes.length} bytes, at most ${maxBytes} are accepted`;
      throw new DomainError('invalid', 'label-too-long', message, { field: path() });
    }
    try {
      return UTF8.decode(bytes);
    } catch (cause) {
      throw new DomainError('invalid', 'label-not-utf8', `${path()} is not UTF-8`, { field: path(), cause });
    }
  }

  #keep(identity: SeriesIdentity): void {
    const end = this.#column.length;
    if (end > this.#start) this.#series.push({ identity, start: this.#start, end });
    for (const own of this.#ownHistograms) this.#histograms.push({ identity, ...own });
    if (this.#ownHistograms.length > 0 && !this.types.has(metricName(identity.labels)))
      this.types.set(metricName(identity.labels), 'histogram'); // until metadata says better
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
