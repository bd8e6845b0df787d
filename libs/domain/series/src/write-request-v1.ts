import type { LabelPair } from './labels.ts';
import type { SeriesIdentity } from './series-identity.ts';
import type { WriteRequest } from './write-request.ts';
import { type ExemplarLabels, METADATA_TYPES, otherVersion, ROOT, tooMany, WriteRequestDecoder } from './write-request-decoder.ts';

const METADATA = () => 'metadata';

/** Names the place of a fault in a label; one for all, as labels of new series are many and faults few. */
class LabelPart {
  index = 0;
  labelsPath = (): string => '';
  readonly namePath = (): string => `${this.labelsPath()}[${this.index}].name`;
  readonly valuePath = (): string => `${this.labelsPath()}[${this.index}].value`;
}

/** remote_write 1.0: prometheus.WriteRequest (https://prometheus.io/docs/specs/prw/remote_write_spec/). */
export class WriteRequestV1 extends WriteRequestDecoder {
  readonly #part = new LabelPart();

  decode(): WriteRequest {
    const reader = this.reader;
    const end = this.message.length;
    while (reader.next(end, ROOT)) {
      if (reader.field === 1) this.readSeries(reader.length(end, this.seriesPath));
      else if (reader.field === 3) this.#readMetadata(reader.length(end, METADATA));
      else if (reader.field === 4 || reader.field === 5) throw otherVersion('a prometheus.WriteRequest');
      else reader.skip(end, ROOT);
    }
    return this.result();
  }

  /** Labels mostly come first and in one piece; their bytes are the key, so a known series costs one comparison. */
  protected readParts(end: number): SeriesIdentity {
    const reader = this.reader;
    const from = reader.at;
    const expected = this.cache.expected(this.view, from, end);
    if (expected > 0) {
      const identity = this.cache.current;
      reader.at = from + expected;
      if (this.#readAfterLabels(end)) return identity;
      this.readAgain(from); // its labels go on: another series that begins in the same way
    }
    const labelsEnd = this.#skipLabels(end);
    if (!this.#readAfterLabels(end)) return this.#readIdentity(from, end);
    const known = this.cache.get(this.view, from, labelsEnd - from);
    return known ?? this.cache.add(this.view, from, labelsEnd - from, this.#readIdentity(from, labelsEnd));
  }

  #skipLabels(end: number): number {
    const reader = this.reader;
    let labelsEnd = reader.at;
    while (reader.next(end, this.seriesPath) && reader.field === 1) reader.at = labelsEnd = reader.length(end, this.labelsPath);
    reader.at = labelsEnd;
    return labelsEnd;
  }

  /** @returns whether there were no labels among all that it read. */
  #readAfterLabels(end: number): boolean {
    const reader = this.reader;
    let isAll = true;
    for (;;) {
      this.readPlainSamples(end);
      if (!reader.next(end, this.seriesPath)) return isAll;
      if (reader.field === 1) {
        isAll = false;
        reader.at = reader.length(end, this.labelsPath);
      } else if (reader.field === 2) this.readSample(reader.length(end, this.samplesPath));
      else if (reader.field === 3) this.readExemplar(reader.length(end, this.seriesPath), this.#exemplarLabels());
      else if (reader.field === 4) this.readHistogram(reader.length(end, this.seriesPath));
      else reader.skip(end, this.seriesPath);
    }
  }

  #readIdentity(from: number, to: number): SeriesIdentity {
    const reader = this.reader;
    const labels: LabelPair[] = [];
    const spans: number[] = [];
    reader.at = from;
    while (reader.next(to, this.seriesPath)) {
      if (reader.field === 1) this.#readLabel(reader.length(to, this.labelsPath), labels, spans, true, this.labelsPath);
      else reader.skip(to, this.seriesPath);
    }
    return this.identify(labels, spans);
  }

  #exemplarLabels(): ExemplarLabels {
    const labels: LabelPair[] = [];
    return {
      read: (end, path) => this.#readLabel(this.reader.length(end, path), labels, [], false, () => `${path()}.labels`),
      take: () => labels,
    };
  }

  /** Reads one label onto `into`, and onto `spans` where its name and its value lie. */
  #readLabel(end: number, into: LabelPair[], spans: number[], isSymbol: boolean, labelsPath: () => string): void {
    const { reader, limits } = this;
    if (into.length >= limits.labelsPerSeries) throw tooMany(labelsPath(), limits.labelsPerSeries);
    const part = this.#part;
    part.labelsPath = labelsPath;
    part.index = into.length;
    let name = '';
    let value = '';
    const first = spans.push(0, 0, 0, 0) - 4;
    while (reader.next(end, part.namePath)) {
      const isName = reader.field === 1;
      if (!isName && reader.field !== 2) reader.skip(end, part.namePath);
      else {
        const path = isName ? part.namePath : part.valuePath;
        const to = reader.length(end, path);
        const text = this.textAt(reader.at, to, isName ? limits.nameBytes : limits.valueBytes, isSymbol, path);
        if (isName) name = text;
        else value = text;
        spans[first + (isName ? 0 : 2)] = reader.at;
        spans[first + (isName ? 1 : 3)] = to;
        reader.at = to;
      }
    }
    into.push([name, value]);
  }

  #readMetadata(end: number): void {
    const reader = this.reader;
    const texts = { name: '', help: '', unit: '' };
    let type = 0;
    while (reader.next(end, METADATA)) {
      if (reader.field === 1 && reader.wire === 0) {
        reader.varint(end, () => 'metadata.type');
        type = reader.low;
      } else if (reader.field === 2) texts.name = this.#familyName(end);
      else if (reader.field === 4) texts.help = this.#remark(end);
      else if (reader.field === 5) texts.unit = this.#remark(end);
      else reader.skip(end, METADATA);
    }
    const { name, ...rest } = texts;
    if (this.families.size < this.limits.series) this.families.set(name, { type: METADATA_TYPES[type] ?? 'unknown', ...rest });
  }

  #familyName(end: number): string {
    const stop = this.reader.length(end, METADATA);
    const name = this.textAt(this.reader.at, stop, this.limits.nameBytes, true, () => 'metadata.metric_family_name');
    this.reader.at = stop;
    return name;
  }

  #remark(end: number): string {
    const stop = this.reader.length(end, METADATA);
    const text = this.remark(this.reader.at, stop);
    this.reader.at = stop;
    return text;
  }
}
