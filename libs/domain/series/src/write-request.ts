import { DomainError, type MetricType } from '@cloudops/contracts';
import { type IdentityCache } from './identity-cache.ts';
import { checkLabels, LABEL_LIMITS, type LabelLimits } from './label-rules.ts';
import type { LabelPair } from './labels.ts';
import { malformed, ProtobufReader } from './protobuf-reader.ts';
import { SampleColumn } from './sample-column.ts';
import { identifySeries, type SeriesIdentity } from './series-identity.ts';
import type { SeriesSamples } from './series-samples.ts';
import { decompressSnappy } from './snappy.ts';

export interface WriteRequestLimits extends LabelLimits {
  readonly decodedBytes: number;
  readonly series: number;
  readonly samples: number;
}

export const WRITE_REQUEST_LIMITS: WriteRequestLimits = {
  ...LABEL_LIMITS,
  decodedBytes: 32 * 1024 * 1024,
  series: 50_000,
  samples: 200_000,
};

export interface WriteRequest {
  readonly series: readonly SeriesSamples[];
  /** Family name to type, from the metadata that senders add about once a minute. */
  readonly types: ReadonlyMap<string, MetricType>;
  readonly sampleCount: number;
  /** Native histograms in the request; version 1.0 of this receiver does not keep them. */
  readonly histogramCount: number;
}

const METADATA_TYPES: readonly MetricType[] = ['unknown', 'counter', 'gauge', 'histogram', 'gauge', 'summary', 'gauge', 'gauge'];
const ROOT = () => 'body';

/**
 * Decodes and validates a remote_write 1.0 body (snappy block of prometheus.WriteRequest) in one pass.
 * @throws DomainError `too-large` over a limit; `invalid` naming the place, e.g. `timeseries[3].labels[1].name`.
 */
export function decodeWriteRequest(
  body: Uint8Array,
  cache: IdentityCache,
  limits: WriteRequestLimits = WRITE_REQUEST_LIMITS,
): WriteRequest {
  return new WriteRequestDecoder(decompressSnappy(body, limits.decodedBytes), cache, limits).decode();
}

class WriteRequestDecoder {
  readonly #message: Buffer;
  readonly #reader: ProtobufReader;
  readonly #cache: IdentityCache;
  readonly #limits: WriteRequestLimits;
  readonly #column: SampleColumn;
  readonly #series: { identity: SeriesIdentity; start: number; end: number }[] = [];
  readonly #types = new Map<string, MetricType>();
  #histograms = 0;
  #index = 0;

  constructor(message: Uint8Array, cache: IdentityCache, limits: WriteRequestLimits) {
    this.#message = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
    this.#reader = new ProtobufReader(message);
    this.#cache = cache;
    this.#limits = limits;
    this.#column = new SampleColumn(Math.max(16, message.length >>> 7));
  }

  decode(): WriteRequest {
    const reader = this.#reader;
    while (reader.next(this.#message.length, ROOT)) {
      if (reader.field === 1) this.#readSeries(reader.length(this.#message.length, this.#seriesPath));
      else if (reader.field === 3) this.#readMetadata(reader.length(this.#message.length, () => 'metadata'));
      else reader.skip(this.#message.length, ROOT);
    }
    return {
      series: this.#series.map(({ identity, start, end }) => ({ identity, samples: this.#column.view(start, end) })),
      types: this.#types,
      sampleCount: this.#column.length,
      histogramCount: this.#histograms,
    };
  }

  readonly #seriesPath = () => `timeseries[${this.#index}]`;
  readonly #labelsPath = () => `timeseries[${this.#index}].labels`;
  readonly #samplesPath = () => `timeseries[${this.#index}].samples`;

  #readSeries(end: number): void {
    if (this.#series.length >= this.#limits.series) throw tooMany('series', this.#limits.series);
    const reader = this.#reader;
    const start = this.#column.length;
    const from = reader.at;
    let labelsEnd = from;
    let contiguous = true;
    while (reader.next(end, this.#seriesPath)) {
      if (reader.field === 1) {
        contiguous &&= reader.tagAt === labelsEnd;
        reader.at = labelsEnd = reader.length(end, this.#labelsPath);
      } else if (reader.field === 2) this.#readSample(reader.length(end, this.#samplesPath), start);
      else {
        if (reader.field === 4) this.#histograms += 1;
        reader.skip(end, this.#seriesPath);
      }
    }
    const identity = contiguous ? this.#cachedIdentity(from, labelsEnd) : this.#readIdentity(from, end);
    if (this.#column.length > start) this.#series.push({ identity, start, end: this.#column.length });
    reader.at = end;
    this.#index += 1;
  }

  /** Labels mostly come first and in one piece; their bytes are the key, so a known series costs one lookup. */
  #cachedIdentity(from: number, to: number): SeriesIdentity {
    const key = this.#message.toString('latin1', from, to);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const identity = this.#readIdentity(from, to);
    this.#cache.set(key, identity);
    return identity;
  }

  #readIdentity(from: number, to: number): SeriesIdentity {
    const reader = this.#reader;
    const labels: LabelPair[] = [];
    reader.at = from;
    while (reader.next(to, this.#seriesPath)) {
      if (reader.field === 1) labels.push(this.#readLabel(reader.length(to, this.#labelsPath), labels.length));
      else reader.skip(to, this.#seriesPath);
    }
    checkLabels(labels, this.#labelsPath());
    return identifySeries(labels);
  }

  #readLabel(end: number, index: number): LabelPair {
    if (index >= this.#limits.labelsPerSeries) throw tooMany(this.#labelsPath(), this.#limits.labelsPerSeries);
    const path = (part: string) => `${this.#labelsPath()}[${index}].${part}`;
    let name = '';
    let value = '';
    while (this.#reader.next(end, () => path('name'))) {
      if (this.#reader.field === 1) name = this.#readText(end, this.#limits.nameBytes, () => path('name'));
      else if (this.#reader.field === 2) value = this.#readText(end, this.#limits.valueBytes, () => path('value'));
      else this.#reader.skip(end, () => path('name'));
    }
    return [name, value];
  }

  #readText(end: number, maxBytes: number, path: () => string): string {
    const stop = this.#reader.length(end, path);
    const bytes = this.#message.subarray(this.#reader.at, stop);
    if (bytes.length > maxBytes) {
      throw new DomainError('invalid', 'label-too-long', `${path()} has ${bytes.length} bytes, at most ${maxBytes} are accepted`, {
        field: path(),
      });
    }
    this.#reader.at = stop;
    try {
      return UTF8.decode(bytes);
    } catch (cause) {
      throw new DomainError('invalid', 'label-not-utf8', `${path()} is not UTF-8`, { field: path(), cause });
    }
  }

  #readSample(end: number, seriesStart: number): void {
    if (this.#column.length >= this.#limits.samples) throw tooMany('samples', this.#limits.samples);
    const reader = this.#reader;
    let low = 0;
    let high = 0;
    let time = 0;
    while (reader.next(end, this.#samplesPath)) {
      if (reader.field === 1) {
        reader.fixed64(end, this.#samplesPath);
        low = reader.low;
        high = reader.high;
      } else if (reader.field === 2 && reader.wire === 0) {
        reader.varint(end, this.#samplesPath);
        time = reader.high * 0x1_0000_0000 + reader.low;
      } else if (reader.field === 2) throw malformed(this.#samplesPath(), 'the timestamp has the wrong wire type');
      else reader.skip(end, this.#samplesPath);
    }
    if (time > MAX_TIME) {
      const field = `${this.#samplesPath()}[${this.#column.length - seriesStart}].timestamp`;
      throw new DomainError('invalid', 'timestamp-range', `${field} is outside of 1970 to 275760`, { field });
    }
    this.#column.push(time, low, high);
  }

  #readMetadata(end: number): void {
    const reader = this.#reader;
    let type = 0;
    let family = '';
    while (reader.next(end, () => 'metadata')) {
      if (reader.field === 1 && reader.wire === 0) {
        reader.varint(end, () => 'metadata.type');
        type = reader.low;
      } else if (reader.field === 2) family = this.#readText(end, this.#limits.nameBytes, () => 'metadata.metric_family_name');
      else reader.skip(end, () => 'metadata');
    }
    if (this.#types.size < this.#limits.series) this.#types.set(family, METADATA_TYPES[type] ?? 'unknown');
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Last instant of ECMAScript, ms. */
const MAX_TIME = 8.64e15;

const tooMany = (field: string, limit: number): DomainError =>
  new DomainError('too-large', 'too-many', `${field}: at most ${limit} are accepted in one request`, { field });
