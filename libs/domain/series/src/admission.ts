// Long because one group of deliveries is one decision, and it is on the way of every sample, so it works on columns.
import { entityKey, type EntityRef } from '@cloudops/contracts';
import { deriveEntity } from './entity-derivation.ts';
import type { IdentifiedSamples } from './identified-samples.ts';
import type { KnownSeriesTable } from './known-series.ts';
import { labelValue, metricName, type LabelPairs } from './labels.ts';
import { PendingSeries } from './pending-series.ts';
import type { JournalRow } from './ports/journal.ts';
import type { SeriesRecord } from './ports/series-catalogue.ts';
import { judgeRepeated, judgeSample, type AdmissionWindow, type RefusalReason } from './sample-admission.ts';
import type { Samples } from './samples.ts';
import { SeriesTable } from './series-table.ts';
import type { SeriesIdentity } from './series-identity.ts';
import { judgeOwnership } from './source-ownership.ts';
import { splitPending } from './split-pending.ts';
import type { SeriesExemplar, SeriesHistogram } from './write-attachments.ts';

/** Samples that one authenticated source hands over at once. */
export interface Delivery {
  readonly source: string;
  readonly series: IdentifiedSamples;
  readonly sampleCount: number;
  readonly histograms?: readonly SeriesHistogram[];
  readonly exemplars?: readonly SeriesExemplar[];
  /** Whom the source speaks for; undefined derives it from each series' labels. */
  readonly entity: EntityRef | undefined;
}

/** What became of a delivery. */
export interface Acceptance {
  accepted: number;
  duplicates: number;
  /** Those that may be stored beside the samples. */
  histograms: SeriesHistogram[];
  exemplars: SeriesExemplar[];
  refused: Map<RefusalReason, number>;
  /** The first refusal, for the sender's log. */
  firstRefusal: { reason: RefusalReason; metric: string; time: number } | undefined;
}

export interface AdmissionLimits extends AdmissionWindow {
  readonly environment: string;
  readonly maxSeries: number;
  readonly maxSeriesPerMetric: number;
  readonly partitions: number;
  /** A series that was silent for this long may be stored and yet unknown, ms. */
  readonly forgottenMs: number;
}

/** A series without samples is written down again this often, so that it is not taken for gone; ms. */
const REFRESH_MS = 15 * 60_000;

interface Sender {
  readonly source: string;
  readonly sourceNumber: number;
  readonly entity: EntityRef | undefined;
  /** -1 when the entity is derived. */
  readonly entityNumber: number;
}

interface LateSample {
  readonly acceptance: Acceptance;
  readonly entry: number;
  readonly time: number;
  readonly low: number;
  readonly high: number;
}

/**
 * One group of deliveries against what is known: `add` each, `settle` the late samples with what is stored, write `rows` and
 * `records` in one transaction, then `learn`. Nothing that is known changes before `learn`, so a failed commit leaves no trace.
 */
export class Admission {
  readonly #known: KnownSeriesTable;
  readonly #limits: AdmissionLimits;
  readonly #pending: PendingSeries;
  readonly #group: number;
  /** Series that are new in this group, and their entries by slot. */
  readonly #unknown = new SeriesTable();
  readonly #entryOfUnknown: number[] = [];
  readonly #metricOf: number[] = [];
  #derived: { instance: string | undefined; job: string | undefined; entity: EntityRef; number: number } | undefined;
  readonly #unknownOfMetric = new Map<string, number>();
  readonly #records = new Map<number, Omit<SeriesRecord, 'lastAt'>>();
  readonly #attachedAt = new Map<number, number>();
  readonly #late: LateSample[] = [];

  /** @param pending of a group that is over: its room is used again */
  constructor(known: KnownSeriesTable, limits: AdmissionLimits, pending = new PendingSeries()) {
    this.#known = known;
    this.#limits = limits;
    this.#pending = pending;
    this.#group = known.openGroup();
    pending.clear();
  }

  /** The verdict on a delivery; complete after `settle`. */
  add(delivery: Delivery): Acceptance {
    const acceptance: Acceptance = {
      accepted: 0,
      duplicates: 0,
      histograms: [],
      exemplars: [],
      refused: new Map(),
      firstRefusal: undefined,
    };
    const { source, entity } = delivery;
    const { texts } = this.#known;
    const entityNumber = entity ? texts.numberOf(entityKey(entity)) : -1;
    const sender: Sender = { source, sourceNumber: texts.numberOf(source), entity, entityNumber };
    const { series } = delivery;
    for (let i = 0; i < series.length; i++) {
      const identity = series.identities[i]!;
      const entry = this.#admitSeries(identity, sender);
      const [start, end] = [series.starts[i]!, series.starts[i + 1]!];
      if (typeof entry === 'string') refuse(acceptance, entry, identity, series.times[start] ?? 0, end - start);
      else this.#addSamples(entry, series, start, end, acceptance);
    }
    acceptance.histograms = (delivery.histograms ?? []).filter((one) => this.#admitAttachment(one, sender, acceptance));
    acceptance.exemplars = (delivery.exemplars ?? []).filter((one) => this.#admitAttachment(one, sender, acceptance));
    return acceptance;
  }

  /** Series and time range of the late samples, or undefined when there are none. */
  get late(): { ids: bigint[]; from: number; to: number } | undefined {
    if (this.#late.length === 0) return undefined;
    let [from, to] = [Infinity, -Infinity];
    for (const { time } of this.#late) [from, to] = [Math.min(from, time), Math.max(to, time)];
    return { ids: [...new Set(this.#late.map(({ entry }) => this.#pending.identities[entry]!.id))], from, to };
  }

  /** Compares late samples with the stored ones, and with what this group adds itself. */
  settle(stored: ReadonlyMap<bigint, Samples>): void {
    const added = new Map<number, Map<number, readonly [low: number, high: number]>>();
    for (const { acceptance, entry, time, low, high } of this.#late.splice(0)) {
      const identity = this.#pending.identities[entry]!;
      const own = this.#pending.count[entry]! === 0 ? undefined : (added.get(entry) ?? this.#timesOf(entry));
      if (own !== undefined) added.set(entry, own);
      const before = own?.get(time);
      const history = stored.size === 0 ? undefined : stored.get(identity.id);
      let verdict: ReturnType<typeof judgeRepeated> = 'accepted';
      if (before) verdict = before[0] === low && before[1] === high ? 'duplicate' : 'conflicting-value';
      else if (history) verdict = judgeRepeated(time, low, high, history);
      if (verdict === 'duplicate') acceptance.duplicates += 1;
      else if (verdict === 'conflicting-value') refuse(acceptance, verdict, identity, time, 1);
      else {
        own?.set(time, [low, high]);
        this.#pending.add(entry, time, low, high);
        acceptance.accepted += 1;
      }
    }
  }

  rows(): JournalRow[] {
    return splitPending(this.#pending, this.#limits.partitions);
  }

  /** Series that are new, whose owner or entity changed, or that show only by histograms and exemplars that they are alive. */
  records(): SeriesRecord[] {
    return [...this.#records].flatMap(([entry, record]) => (this.#isAlive(entry) ? [{ ...record, lastAt: this.#seenAt(entry) }] : []));
  }

  /** Takes the committed group into what is known. */
  learn(): void {
    const { table } = this.#known;
    const { identities, low, high, slot, source, entity, unknown } = this.#pending;
    for (let entry = 0; entry < identities.length; entry++) {
      if (!this.#isAlive(entry)) continue;
      const seenAt = this.#seenAt(entry);
      const at = slot[entry]!;
      if (unknown[entry] === 1 || !table.holds(at, low[entry]!, high[entry]!)) {
        const identity = identities[entry]!;
        const metric = this.#metricOf[entry] ?? this.#known.texts.numberOf(metricName(identity.labels));
        identity.slot = this.#known.put(identity, source[entry]!, entity[entry]!, metric, seenAt);
        this.#known.markNew(this.#group, identity.slot);
      } else {
        table.source[at] = source[entry]!;
        table.entity[at] = entity[entry]!;
        table.lastAt[at] = seenAt;
      }
    }
  }

  #isAlive(entry: number): boolean {
    return this.#pending.count[entry]! > 0 || this.#attachedAt.has(entry);
  }

  #seenAt(entry: number): number {
    const lastAt = this.#pending.lastAt[entry]!;
    return this.#attachedAt.size === 0 ? lastAt : Math.max(lastAt, this.#attachedAt.get(entry) ?? -1);
  }

  /** Almost always one look into the table: known, unchanged, of the same sender. */
  #admitSeries(identity: SeriesIdentity, sender: Sender): number | RefusalReason {
    const { table } = this.#known;
    if (!table.holds(identity.slot, identity.low, identity.high)) identity.slot = table.find(identity.low, identity.high);
    const { slot } = identity;
    const { sourceNumber, entityNumber } = sender;
    const entry = slot < 0 ? this.#unknownEntry(identity) : this.#known.entryOf(this.#group, slot);
    const [source, entity] = entry < 0 ? [table.source, table.entity] : [this.#pending.source, this.#pending.entity];
    const at = entry < 0 ? slot : entry;
    if (at < 0) return this.#admitUnknown(identity, sender);
    if (source[at] === sourceNumber && (entityNumber < 0 || entity[at] === entityNumber)) {
      return entry < 0 ? this.#open(identity, source[at], entity[at]!, table.lastAt[slot]!) : entry;
    }
    const lastAt = entry < 0 ? table.lastAt[slot]! : this.#pending.lastAt[entry]!;
    const verdict = judgeOwnership({ source: this.#known.texts.textOf(source[at]!), lastAt }, sender.source, this.#limits.now);
    if (verdict === 'foreign-source') return verdict;
    const { record, number } = this.#recordOf(identity, identity.labels, sender);
    const changed = entry < 0 ? this.#open(identity, sourceNumber, number, lastAt) : entry;
    this.#pending.source[changed] = sourceNumber;
    this.#pending.entity[changed] = number;
    this.#records.set(changed, record);
    return changed;
  }

  #admitUnknown(identity: SeriesIdentity, sender: Sender): number | RefusalReason {
    const { labels } = identity; // once: they may have to be read out of their bytes
    const metric = metricName(labels);
    const ofMetric = this.#unknownOfMetric.get(metric) ?? 0;
    if (this.#known.size + this.#unknown.size >= this.#limits.maxSeries) return 'series-limit';
    if (this.#known.countOf(metric) + ofMetric >= this.#limits.maxSeriesPerMetric) return 'metric-series-limit';
    const { record, number } = this.#recordOf(identity, labels, sender);
    const entry = this.#pending.open(identity, sender.sourceNumber, number, -1);
    this.#pending.unknown[entry] = 1;
    this.#metricOf[entry] = this.#known.texts.numberOf(metric);
    this.#entryOfUnknown[this.#unknown.add(identity.low, identity.high)] = entry;
    this.#unknownOfMetric.set(metric, ofMetric + 1);
    this.#records.set(entry, record);
    return entry;
  }

  #unknownEntry({ low, high }: SeriesIdentity): number {
    const slot = this.#unknown.size === 0 ? -1 : this.#unknown.find(low, high);
    return slot < 0 ? -1 : this.#entryOfUnknown[slot]!;
  }

  /** What is written down of a series, and the number of its entity. */
  #recordOf(identity: SeriesIdentity, labels: LabelPairs, sender: Sender): { record: Omit<SeriesRecord, 'lastAt'>; number: number } {
    const { source, entity: given, entityNumber } = sender;
    const { entity, number } = given ? { entity: given, number: entityNumber } : this.#derive(labels);
    return { record: { identity, entity, source }, number };
  }

  /** Series of one instance come together. */
  #derive(labels: LabelPairs): { entity: EntityRef; number: number } {
    const [instance, job] = [labelValue(labels, 'instance'), labelValue(labels, 'job')];
    if (this.#derived === undefined || this.#derived.instance !== instance || this.#derived.job !== job) {
      const entity = deriveEntity(this.#limits.environment, labels);
      this.#derived = { instance, job, entity, number: this.#known.texts.numberOf(entityKey(entity)) };
    }
    return this.#derived;
  }

  #open(identity: SeriesIdentity, source: number, entity: number, lastAt: number): number {
    const entry = this.#pending.open(identity, source, entity, lastAt);
    this.#known.mark(this.#group, identity.slot, entry);
    return entry;
  }

  #addSamples(entry: number, { times, words }: IdentifiedSamples, start: number, end: number, acceptance: Acceptance): void {
    const pending = this.#pending;
    const limits = this.#limits;
    const forgotten = pending.unknown[entry] === 1 ? limits.now - limits.forgottenMs : -Infinity;
    for (let i = start; i < end; i++) {
      const time = times[i]!;
      let verdict = judgeSample(time, pending.lastAt[entry]!, limits);
      if (time <= forgotten && verdict !== 'too-old') verdict = 'late';
      if (verdict === 'accepted') {
        pending.add(entry, time, words[2 * i]!, words[2 * i + 1]!);
        acceptance.accepted += 1;
      } else if (verdict === 'late') this.#late.push({ acceptance, entry, time, low: words[2 * i]!, high: words[2 * i + 1]! });
      else refuse(acceptance, verdict, pending.identities[entry]!, time, 1);
    }
  }

  /** A histogram or an exemplar needs its series, and keeps it alive when no sample does. */
  #admitAttachment({ identity, time }: { identity: SeriesIdentity; time: number }, sender: Sender, acceptance: Acceptance): boolean {
    const entry = this.#admitSeries(identity, sender);
    const verdict = typeof entry === 'string' ? entry : judgeSample(time, -Infinity, this.#limits);
    if (typeof entry === 'string' || verdict !== 'accepted') {
      refuse(acceptance, verdict as RefusalReason, identity, time, 1);
      return false;
    }
    if (this.#pending.count[entry]! > 0 || time < this.#pending.lastAt[entry]! + REFRESH_MS) return true; // its samples say that it is there
    if (!this.#records.has(entry)) this.#records.set(entry, this.#recordOf(identity, identity.labels, sender).record);
    this.#attachedAt.set(entry, Math.max(time, this.#attachedAt.get(entry) ?? -1));
    return true;
  }

  #timesOf(entry: number): Map<number, readonly [low: number, high: number]> {
    const count = this.#pending.count[entry]!;
    const [times, words] = [new Float64Array(count), new Uint32Array(2 * count)];
    this.#pending.copy(entry, times, words, 0);
    return new Map([...times].map((time, i) => [time, [words[2 * i]!, words[2 * i + 1]!] as const]));
  }
}

function refuse(acceptance: Acceptance, reason: RefusalReason, identity: SeriesIdentity, time: number, samples: number): void {
  acceptance.refused.set(reason, (acceptance.refused.get(reason) ?? 0) + samples);
  acceptance.firstRefusal ??= { reason, metric: metricName(identity.labels), time };
}
