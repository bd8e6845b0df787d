import { entityKey, type Matcher, type SeriesDescriptor } from '@cloudops/contracts';
import {
  familyName,
  firstSeries,
  KnownSeriesTable,
  labelNamesOf,
  labelsWithoutName,
  labelValuesOf,
  metricName,
  metricTypeOf,
  NAME_LABEL,
  SeriesCatalogue,
  seriesIdText,
  wordsOf,
  type Declarations,
  type DeclaredTypes,
  type FoundSeries,
  type MetricFamily,
  type SeriesChoice,
  type SeriesIndex,
  type SeriesPage,
} from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LiveCatalogue } from './live-catalogue.ts';
import { newestFolded, newestSamples } from './newest-samples.ts';
import { SeenSeries } from './seen-series.ts';
import { cursorOf, placeOf } from './series-place.ts';
import { tidySegments } from './tidy-segments.ts';

/** Answers from memory, after a look at what other processes have added. */
@Injectable()
export class PostgresCatalogue extends SeriesCatalogue {
  constructor(
    private readonly dataSource: DataSource,
    private readonly live: LiveCatalogue,
  ) {
    super();
  }

  get types(): DeclaredTypes {
    return this.live.families;
  }

  async describe(ids: readonly bigint[]): Promise<SeriesDescriptor[]> {
    await this.live.refresh();
    const slots = ids.map((id) => this.live.index.find(...wordsOf(id)));
    return this.descriptorsOf(slots.filter((slot) => slot >= 0));
  }

  async among(ids: readonly bigint[]): Promise<bigint[]> {
    await this.live.refresh();
    return ids.filter((id) => this.live.index.find(...wordsOf(id)) >= 0);
  }

  async list({
    matchers,
    limit,
    cursor,
  }: {
    matchers: readonly Matcher[];
    limit: number;
    cursor: string | undefined;
  }): Promise<SeriesPage> {
    const after = cursor === undefined ? undefined : placeOf(cursor);
    await this.live.refresh();
    const first = firstSeries(this.live.index, this.live.find(matchers), limit + 1, after);
    const series = this.descriptorsOf(first.slice(0, limit));
    const last = series.at(-1);
    return { series, cursor: first.length > limit && last ? cursorOf(BigInt(`0x${last.id}`), last.name) : null };
  }

  async find(choice: SeriesChoice, limit: number): Promise<FoundSeries[]> {
    const { index, slots } = await this.chosen(choice);
    const labelsOf = index.labelReader();
    return Array.from((slots ?? this.live.find([])).subarray(0, limit), (slot) => ({ id: idOf(index, slot), labels: labelsOf(slot) }));
  }

  async labelNames(choice: SeriesChoice): Promise<string[]> {
    const { index, slots } = await this.chosen(choice);
    return labelNamesOf(index, slots);
  }

  async labelValues(label: string, choice: SeriesChoice): Promise<string[]> {
    const { index, slots } = await this.chosen(choice);
    return labelValuesOf(index, label, slots);
  }

  async known(since: number): Promise<KnownSeriesTable> {
    await this.live.refresh();
    const { index } = this.live;
    const newest = await newestSamples(this.dataSource);
    const known = new KnownSeriesTable();
    const nameNumber = index.pairs.numberOfName(NAME_LABEL);
    for (let slot = 0; slot < index.end; slot++) {
      if (!index.has(slot)) continue;
      const seen = newest.find(index.low(slot), index.high(slot));
      const lastAt = Math.max(index.lastAt(slot), seen < 0 ? 0 : newest.lastAt[seen]!);
      const { source, entity } = index.owner(slot);
      const pair = index.pairUnder(slot, nameNumber);
      if (lastAt < since) index.silence(slot, lastAt);
      else known.set(idOf(index, slot), { source, entity: entityKey(entity), metric: pair < 0 ? '' : index.pairs.valueOf(pair), lastAt });
    }
    return known;
  }

  async retire(before: number, silent: number, isKnown: (low: number, high: number) => boolean = () => false): Promise<void> {
    const folded = await newestFolded(this.dataSource);
    const { live } = this;
    const lastAt = (slot: number): number => {
      const seen = folded.find(live.index.low(slot), live.index.high(slot));
      return Math.max(live.index.lastAt(slot), seen < 0 ? 0 : folded.lastAt[seen]!);
    };
    const learn = await this.dataSource.transaction((manager) => live.writeGone(manager, (slot) => lastAt(slot) < before));
    learn();
    for (let slot = 0; slot < live.index.end; slot++) {
      if (lastAt(slot) < silent && !isKnown(live.index.low(slot), live.index.high(slot))) live.index.silence(slot, lastAt(slot));
    }
    const partitions: { partition: number }[] = await this.dataSource.query('select partition from seen');
    for (const { partition } of partitions) {
      await this.dataSource.transaction(async (manager) => (await SeenSeries.load(manager, partition)).store(before));
    }
  }

  tidy(): Promise<void> {
    return tidySegments(this.dataSource);
  }

  async declare(families: Declarations, limit: number): Promise<void> {
    const changed = this.live.families.changes(families, limit);
    if (changed.size === 0) return;
    const learn = await this.dataSource.transaction((manager) => this.live.writeFamilies(manager, changed));
    learn();
  }

  async metadata(metric: string | undefined, limit: number): Promise<ReadonlyMap<string, MetricFamily>> {
    await this.live.refresh();
    const { families, index } = this.live;
    const all = new Map([...families.entries()].filter(([name]) => metric === undefined || name === metric));
    for (const name of labelValuesOf(index, NAME_LABEL, metric === undefined ? undefined : this.live.find([nameIs(metric)]))) {
      if (all.size >= limit) break;
      if (families.get(name) === undefined && families.get(familyName(name)) === undefined)
        all.set(name, { type: metricTypeOf(name, families), help: '', unit: '' });
    }
    return new Map([...all].slice(0, limit));
  }

  /** Slots in the order of their arrival, of an index that may be replaced later; undefined for all. */
  private async chosen({ selectors, from }: SeriesChoice): Promise<{ index: SeriesIndex; slots: Uint32Array | undefined }> {
    await this.live.refresh();
    const { index } = this.live;
    if (selectors.length === 0 && from === undefined) return { index, slots: undefined };
    const lists = (selectors.length > 0 ? selectors : [[]]).map((matchers) => this.live.find(matchers));
    const slots = lists.length === 1 ? lists[0]! : Uint32Array.from(new Set(lists.flatMap((list) => [...list])));
    return { index, slots: (from === undefined ? slots : slots.filter((slot) => index.reaches(slot, from))).sort() };
  }

  private descriptorsOf(slots: readonly number[]): SeriesDescriptor[] {
    const { index, families } = this.live;
    const labelsOf = index.labelReader();
    return slots.map((slot) => {
      const labels = labelsOf(slot);
      const name = metricName(labels);
      const { source, entity } = index.owner(slot);
      const id = seriesIdText(idOf(index, slot));
      return { id, name, labels: labelsWithoutName(labels), type: metricTypeOf(name, families), entity, source };
    });
  }
}

const idOf = (index: SeriesIndex, slot: number): bigint => (BigInt(index.high(slot)) << 32n) | BigInt(index.low(slot));
const nameIs = (value: string): Matcher => ({ label: NAME_LABEL, op: '=', value });
