import { DomainError } from '@cloudops/contracts';
import type { CachedSeries } from './cached-series.ts';
import type { LabelPair } from './labels.ts';
import { malformed, WIRE } from './protobuf-reader.ts';
import { familyName } from './metric-type.ts';
import type { WriteRequest } from './write-request.ts';
import { type ExemplarLabels, METADATA_TYPES, otherVersion, ROOT, tooMany, WriteRequestDecoder } from './write-request-decoder.ts';

const SYMBOLS = () => 'symbols';
/** Type, help and unit of the series that is read, and the fields that they come in; shared too. */
const METADATA = new Uint32Array(3);
const METADATA_FIELDS = [1, 3, 4];
/** Numbers of a series' symbols behind a zero, which no key of a 1.0 series begins with; shared, as nothing is awaited. */
const KEY = new Uint32Array(1024);
const KEY_VIEW = new DataView(KEY.buffer);

/** remote_write 2.0: io.prometheus.write.v2.Request (https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/). */
export class WriteRequestV2 extends WriteRequestDecoder {
  /** Symbols by reference: where each begins and ends, and its number in the cache once someone asked. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #numbers = new Uint32Array(0);

  decode(): WriteRequest {
    this.#findSymbols();
    const reader = this.reader;
    const end = this.message.length;
    reader.at = 0;
    while (reader.next(end, ROOT)) {
      if (reader.field === 5) this.readSeries(reader.length(end, this.seriesPath));
      else reader.skip(end, ROOT);
    }
    return this.result();
  }

  /** Protobuf allows symbols to come after what refers to them, so they are found first. */
  #findSymbols(): void {
    const reader = this.reader;
    const end = this.message.length;
    while (reader.next(end, ROOT)) {
      if (reader.field <= 3) throw otherVersion('an io.prometheus.write.v2.Request');
      if (reader.field !== 4) reader.skip(end, ROOT);
      else {
        if (this.#starts.length >= this.limits.symbols) throw tooMany('symbols', this.limits.symbols);
        const stop = reader.length(end, SYMBOLS);
        this.#starts.push(reader.at);
        this.#ends.push(stop);
        reader.at = stop;
      }
    }
    this.#numbers = new Uint32Array(this.#starts.length);
  }

  protected readParts(end: number): CachedSeries {
    const reader = this.reader;
    const refs: number[] = [];
    METADATA.fill(0);
    while (reader.next(end, this.seriesPath)) {
      if (reader.field === 1) this.#readRefs(end, refs, this.labelsPath);
      else if (reader.field === 2) this.readSample(reader.length(end, this.samplesPath));
      else if (reader.field === 3) this.readHistogram(reader.length(end, this.seriesPath));
      else if (reader.field === 4) this.readExemplar(reader.length(end, this.seriesPath), this.#exemplarLabels());
      else if (reader.field === 5) this.#readMetadata(reader.length(end, this.seriesPath));
      else reader.skip(end, this.seriesPath);
    }
    const identity = this.#identity(refs);
    if (METADATA.some((number) => number > 0)) this.#declare(identity);
    return identity;
  }

  #identity(refs: readonly number[]): CachedSeries {
    for (let i = 0; i < refs.length; i++) KEY[i + 1] = this.#numbers[refs[i]!] || this.#number(refs[i]!);
    const length = 4 * (refs.length + 1);
    if (this.cache.expected(KEY_VIEW, 0, length) === length) return this.cache.current;
    const known = this.cache.get(KEY_VIEW, 0, length);
    if (known !== undefined) return known;
    const labels = this.#labelsOf(refs, true, this.labelsPath);
    return this.cache.add(KEY_VIEW, 0, length, this.identify(labels, this.#spansOf(refs)));
  }

  /** Two symbols of other bytes have other numbers, UTF-8 or not. */
  #number(ref: number): number {
    if (ref >= this.#starts.length) throw this.#missing(ref);
    if (this.#ends[ref]! - this.#starts[ref]! > this.limits.valueBytes) this.#symbol(ref, this.limits.valueBytes, true, this.labelsPath); // which refuses it
    return (this.#numbers[ref] = this.cache.symbols.idOf(this.view, this.#starts[ref]!, this.#ends[ref]! - this.#starts[ref]!));
  }

  #missing(ref: number): DomainError {
    const field = `${this.seriesPath()}.labels_refs`;
    return new DomainError('invalid', 'symbol-missing', `${field} names symbol ${ref} of ${this.#starts.length}`, { field });
  }

  #labelsOf(refs: readonly number[], isSymbol: boolean, path: () => string): LabelPair[] {
    if (refs.length % 2 !== 0) {
      throw new DomainError('invalid', 'labels-odd', `${path()} has a name without a value`, { field: path() });
    }
    const labels: LabelPair[] = [];
    for (let i = 0; i < refs.length; i += 2) {
      const name = this.#symbol(refs[i]!, this.limits.nameBytes, isSymbol, () => `${path()}[${i / 2}].name`);
      labels.push([name, this.#symbol(refs[i + 1]!, this.limits.valueBytes, isSymbol, () => `${path()}[${i / 2}].value`)]);
    }
    return labels;
  }

  #spansOf(refs: readonly number[]): number[] {
    const spans: number[] = [];
    for (const ref of refs) spans.push(this.#starts[ref]!, this.#ends[ref]!);
    return spans;
  }

  #symbol(ref: number, maxBytes: number, isSymbol: boolean, path: () => string): string {
    if (ref >= this.#starts.length) throw this.#missing(ref);
    return this.textAt(this.#starts[ref]!, this.#ends[ref]!, maxBytes, isSymbol, path);
  }

  #exemplarLabels(): ExemplarLabels {
    const refs: number[] = [];
    return {
      read: (end, path) => this.#readRefs(end, refs, path),
      take: (path) => this.#labelsOf(refs, false, () => `${path()}.labels`),
    };
  }

  #readRefs(end: number, into: number[], path: () => string): void {
    const reader = this.reader;
    if (reader.wire !== WIRE.bytes && reader.wire !== WIRE.varint) throw malformed(path(), 'it has the wrong wire type');
    const isPacked = reader.wire === WIRE.bytes;
    const stop = isPacked ? reader.length(end, path) : end;
    while (reader.at < stop) {
      if (into.length >= Math.min(2 * this.limits.labelsPerSeries, KEY.length - 1)) throw tooMany(path(), this.limits.labelsPerSeries);
      reader.varint(stop, path);
      if (reader.high !== 0) throw malformed(path(), 'a symbol reference is out of range');
      into.push(reader.low);
      if (!isPacked) return;
    }
  }

  /** Type, help and unit: the number of the one, the symbols of the others. */
  #readMetadata(end: number): void {
    const { reader } = this;
    while (reader.next(end, this.seriesPath)) {
      const place = METADATA_FIELDS.indexOf(reader.field);
      if (place >= 0 && reader.wire === WIRE.varint) {
        reader.varint(end, this.seriesPath);
        METADATA[place] = reader.low;
      } else reader.skip(end, this.seriesPath);
    }
  }

  /** Of the family, as other protocols name it. A creation time is a gauge by its name, whatever its family counts. */
  #declare({ name }: CachedSeries): void {
    if (name.endsWith('_created')) return;
    const [number, help, unit] = METADATA;
    const type = METADATA_TYPES[number!] ?? 'unknown';
    const family = type === 'histogram' || type === 'summary' ? familyName(name) : name;
    if (this.families.has(family)) return;
    const textOf = (ref: number): string => (ref < this.#starts.length ? this.remark(this.#starts[ref]!, this.#ends[ref]!) : '');
    this.families.set(family, { type, help: textOf(help!), unit: textOf(unit!) });
  }
}
