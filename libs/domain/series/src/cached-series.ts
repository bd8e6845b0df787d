import type { ByteKeys } from './byte-keys.ts';
import { canonicalLabels, metricName, type LabelPair, type LabelPairs } from './labels.ts';
import { ProtobufReader } from './protobuf-reader.ts';
import type { ReplicatedSeries } from './replica-election.ts';
import { idOfWords } from './series-id.ts';
import type { SeriesIdentity } from './series-identity.ts';

const PATH = () => 'labels';

/**
 * A series whose labels are bytes until someone asks: hundreds of thousands are held at a time, and the labels of a series that is
 * known already are hardly ever looked at. Those of a new one are kept as they were read until `settle`.
 */
export class CachedSeries implements SeriesIdentity {
  readonly low: number;
  readonly high: number;
  slot: number;
  member: ReplicatedSeries | null | undefined = undefined;
  #labels: LabelPairs | undefined;
  /** Where the key lies; of remote_write 1.0 it is the labels themselves. */
  #keys: ByteKeys | undefined = undefined;
  #key = -1;
  /** Labels that no key tells, flat. No label holds U+0000 (`checkLabels`). */
  readonly #text: string | undefined;
  #name: string | undefined = undefined;

  constructor({ low, high, slot, labels }: SeriesIdentity, isInKey: boolean) {
    this.low = low;
    this.high = high;
    this.slot = slot;
    this.#labels = labels;
    this.#text = isInKey ? undefined : Buffer.from(labels.flat().join('\0')).toString(); // flat, where a joined text would keep its parts
  }

  get id(): bigint {
    return idOfWords(this.low, this.high);
  }

  get labels(): LabelPairs {
    return this.#labels ?? (this.#text === undefined ? this.#labelsInKey() : pairsOf(this.#text.split('\0')));
  }

  /** Of the metric; kept once someone asked. */
  get name(): string {
    return (this.#name ??= metricName(this.labels));
  }

  lieIn(keys: ByteKeys, key: number): void {
    this.#keys = keys;
    this.#key = key;
  }

  settle(): void {
    this.#labels = undefined;
  }

  #labelsInKey(): LabelPairs {
    const bytes = this.#keys!.bytesOf(this.#key);
    const reader = new ProtobufReader(bytes);
    const labels: LabelPair[] = [];
    while (reader.next(bytes.length, PATH)) {
      const end = reader.length(bytes.length, PATH);
      const texts = ['', '', ''];
      while (reader.next(end, PATH)) {
        if (reader.field > 2) reader.skip(end, PATH);
        else {
          const stop = reader.length(end, PATH);
          texts[reader.field] = bytes.toString('utf8', reader.at, stop);
          reader.at = stop;
        }
      }
      labels.push([texts[1]!, texts[2]!]);
    }
    return canonicalLabels(labels);
  }
}

const pairsOf = (texts: readonly string[]): LabelPairs =>
  Array.from({ length: texts.length / 2 }, (_, i) => [texts[2 * i]!, texts[2 * i + 1]!] as const);
