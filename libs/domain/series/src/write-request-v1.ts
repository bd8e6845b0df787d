import { checkLabels } from './label-rules.ts';
import type { LabelPair } from './labels.ts';
import { identifySeries, type SeriesIdentity } from './series-identity.ts';
import type { WriteRequest } from './write-request.ts';
import { type ExemplarLabels, METADATA_TYPES, otherVersion, ROOT, tooMany, WriteRequestDecoder } from './write-request-decoder.ts';

/** remote_write 1.0: prometheus.WriteRequest (https://prometheus.io/docs/specs/prw/remote_write_spec/). */
export class WriteRequestV1 extends WriteRequestDecoder {
  decode(): WriteRequest {
    const reader = this.reader;
    const end = this.message.length;
    while (reader.next(end, ROOT)) {
      if (reader.field === 1) this.readSeries(reader.length(end, this.seriesPath));
      else if (reader.field === 3) this.#readMetadata(reader.length(end, () => 'metadata'));
      else if (reader.field === 4 || reader.field === 5) throw otherVersion('a prometheus.WriteRequest');
      else reader.skip(end, ROOT);
    }
    return this.result();
  }

  protected readParts(end: number): SeriesIdentity {
    const reader = this.reader;
    const from = reader.at;
    let labelsEnd = from;
    let contiguous = true;
    while (reader.next(end, this.seriesPath)) {
      if (reader.field === 1) {
        contiguous &&= reader.tagAt === labelsEnd;
        reader.at = labelsEnd = reader.length(end, this.labelsPath);
      } else if (reader.field === 2) this.readSample(reader.length(end, this.samplesPath));
      else if (reader.field === 3) this.readExemplar(reader.length(end, this.seriesPath), this.#exemplarLabels());
      else if (reader.field === 4) this.readHistogram(reader.length(end, this.seriesPath));
      else reader.skip(end, this.seriesPath);
    }
    return contiguous ? this.#cachedIdentity(from, labelsEnd) : this.#readIdentity(from, end);
  }

  /** Labels mostly come first and in one piece; their bytes are the key, so a known series costs one lookup. */
  #cachedIdentity(from: number, to: number): SeriesIdentity {
    const key = this.message.toString('latin1', from, to);
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    return this.cache.add(key, this.#readIdentity(from, to));
  }

  #readIdentity(from: number, to: number): SeriesIdentity {
    const reader = this.reader;
    const labels: LabelPair[] = [];
    reader.at = from;
    while (reader.next(to, this.seriesPath)) {
      if (reader.field === 1) this.#readLabel(reader.length(to, this.labelsPath), labels, this.labelsPath);
      else reader.skip(to, this.seriesPath);
    }
    checkLabels(labels, this.labelsPath());
    return identifySeries(labels);
  }

  #exemplarLabels(): ExemplarLabels {
    const labels: LabelPair[] = [];
    return {
      read: (end, path) => this.#readLabel(this.reader.length(end, path), labels, () => `${path()}.labels`),
      take: () => labels,
    };
  }

  #readLabel(end: number, into: LabelPair[], labelsPath: () => string): void {
    const index = into.length;
    if (index >= this.limits.labelsPerSeries) throw tooMany(labelsPath(), this.limits.labelsPerSeries);
    const namePath = () => `${labelsPath()}[${index}].name`;
    const valuePath = () => `${labelsPath()}[${index}].value`;
    let name = '';
    let value = '';
    while (this.reader.next(end, namePath)) {
      if (this.reader.field === 1) name = this.#readText(end, this.limits.nameBytes, namePath);
      else if (this.reader.field === 2) value = this.#readText(end, this.limits.valueBytes, valuePath);
      else this.reader.skip(end, namePath);
    }
    into.push([name, value]);
  }

  #readText(end: number, maxBytes: number, path: () => string): string {
    const stop = this.reader.length(end, path);
    const bytes = this.message.subarray(this.reader.at, stop);
    this.reader.at = stop;
    return this.decodeText(bytes, maxBytes, path);
  }

  #readMetadata(end: number): void {
    const reader = this.reader;
    let type = 0;
    let family = '';
    while (reader.next(end, () => 'metadata')) {
      if (reader.field === 1 && reader.wire === 0) {
        reader.varint(end, () => 'metadata.type');
        type = reader.low;
      } else if (reader.field === 2) family = this.#readText(end, this.limits.nameBytes, () => 'metadata.metric_family_name');
      else reader.skip(end, () => 'metadata');
    }
    if (this.types.size < this.limits.series) this.types.set(family, METADATA_TYPES[type] ?? 'unknown');
  }
}
