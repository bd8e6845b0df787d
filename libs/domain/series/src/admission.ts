import { entityKey, type EntityRef } from '@cloudops/contracts';
import { deriveEntity } from './entity-derivation.ts';
import { metricName } from './labels.ts';
import { metricTypeOf, type DeclaredTypes } from './metric-type.ts';
import type { JournalRow } from './ports/journal.ts';
import type { KnownSeries, SeriesRecord } from './ports/series-catalogue.ts';
import { judgeRepeated, judgeSample, type AdmissionWindow, type RefusalReason } from './sample-admission.ts';
import { SampleColumn } from './sample-column.ts';
import { bitsOf, type Samples } from './samples.ts';
import { partitionOf } from './series-id.ts';
import type { SeriesIdentity } from './series-identity.ts';
import type { SeriesSamples } from './series-samples.ts';
import { judgeOwnership } from './source-ownership.ts';
import { splitBatches } from './split-batches.ts';
import type { SeriesExemplar, SeriesHistogram } from './write-attachments.ts';

/** Samples that one authenticated source hands over at once. */
export interface Delivery {
  readonly source: string;
  readonly series: readonly SeriesSamples[];
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
  histograms: SeriesHistogram[];
  exemplars: SeriesExemplar[];
  refused: Map<RefusalReason, number>;
  /** The first refusal, for the sender's log. */
  firstRefusal: { reason: RefusalReason; metric: string; time: number } | undefined;
}

export interface AdmissionLimits extends AdmissionWindow {
  readonly environment: string;
  readonly maxSeries: number;
  readonly partitions: number;
}

interface PendingSeries {
  readonly identity: SeriesIdentity;
  readonly source: string;
  readonly entity: string;
  readonly record: Omit<SeriesRecord, 'lastAt'> | undefined;
  readonly column: SampleColumn;
  lastAt: number;
  attachedAt?: number;
}

interface LateSample {
  readonly acceptance: Acceptance;
  readonly pending: PendingSeries;
  readonly time: number;
  readonly low: number;
  readonly high: number;
}

/**
 * One group of deliveries against what is known: `add` each, `settle` the late samples with what is stored, write `rows` and
 * `records` in one transaction, then `learn`. Nothing that is known changes before `learn`, so a failed commit leaves no trace.
 */
export class Admission {
  readonly #known: Map<bigint, KnownSeries>;
  readonly #types: DeclaredTypes;
  readonly #limits: AdmissionLimits;
  readonly #pending = new Map<bigint, PendingSeries>();
  readonly #late: LateSample[] = [];
  #newSeries = 0;

  constructor(known: Map<bigint, KnownSeries>, types: DeclaredTypes, limits: AdmissionLimits) {
    this.#known = known;
    this.#types = types;
    this.#limits = limits;
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
    const entity = delivery.entity && { ref: delivery.entity, key: entityKey(delivery.entity) };
    for (const { identity, samples } of delivery.series) {
      const pending = this.#admitSeries(identity, delivery.source, entity);
      if (typeof pending === 'string') refuse(acceptance, pending, identity, samples.times[0] ?? 0, samples.times.length);
      else this.#addSamples(pending, samples, acceptance);
    }
    for (const one of delivery.histograms ?? [])
      if (this.#admitAttachment(one, delivery.source, entity, acceptance)) acceptance.histograms.push(one);
    for (const one of delivery.exemplars ?? [])
      if (this.#admitAttachment(one, delivery.source, entity, acceptance)) acceptance.exemplars.push(one);
    return acceptance;
  }

  /** Series and time range of the late samples, or undefined when there are none. */
  get late(): { ids: bigint[]; from: number; to: number } | undefined {
    if (this.#late.length === 0) return undefined;
    const times = this.#late.map((sample) => sample.time);
    const extreme = (pick: (a: number, b: number) => number) => times.reduce((a, b) => pick(a, b));
    return { ids: [...new Set(this.#late.map((sample) => sample.pending.identity.id))], from: extreme(Math.min), to: extreme(Math.max) };
  }

  /** Compares late samples with the stored ones, and with what this group adds itself. */
  settle(stored: ReadonlyMap<bigint, Samples>): void {
    const added = new Map<bigint, Map<number, readonly [low: number, high: number]>>();
    for (const { acceptance, pending, time, low, high } of this.#late.splice(0)) {
      const id = pending.identity.id;
      const own = added.get(id) ?? timesOf(pending.column.view(0, pending.column.length));
      added.set(id, own);
      const before = own.get(time);
      const history = stored.get(id);
      const verdict = before
        ? before[0] === low && before[1] === high
          ? 'duplicate'
          : 'conflicting-value'
        : history
          ? judgeRepeated(time, low, high, history)
          : 'accepted';
      if (verdict === 'duplicate') acceptance.duplicates += 1;
      else if (verdict === 'conflicting-value') refuse(acceptance, verdict, pending.identity, time, 1);
      else {
        own.set(time, [low, high]);
        pending.column.push(time, low, high);
        acceptance.accepted += 1;
      }
    }
  }

  rows(): JournalRow[] {
    const partitions = Array.from(
      { length: this.#limits.partitions },
      () => [] as { id: bigint; times: Float64Array; values: Float64Array }[],
    );
    for (const [id, { column }] of this.#pending) {
      if (column.length > 0) partitions[partitionOf(id, this.#limits.partitions)]!.push({ id, ...column.view(0, column.length) });
    }
    return partitions.flatMap((series, partition) => splitBatches(partition, series));
  }

  records(): SeriesRecord[] {
    return [...this.#pending.values()].flatMap(({ record, lastAt, column, attachedAt }) =>
      record !== undefined && (column.length > 0 || attachedAt !== undefined)
        ? [{ ...record, lastAt: Math.max(lastAt, attachedAt ?? -1) }]
        : [],
    );
  }
  learn(): void {
    for (const [id, { source, entity, lastAt, column, attachedAt }] of this.#pending) {
      if (column.length === 0 && attachedAt === undefined) continue;
      const seen = { source, entity, lastAt: Math.max(lastAt, attachedAt ?? -1) };
      const known = this.#known.get(id);
      if (known === undefined) this.#known.set(id, seen);
      else Object.assign(known, seen);
    }
  }
  #admitAttachment(
    { identity, time }: { identity: SeriesIdentity; time: number },
    source: string,
    entity: { ref: EntityRef; key: string } | undefined,
    acceptance: Acceptance,
  ): boolean {
    let pending = this.#admitSeries(identity, source, entity);
    const verdict = typeof pending === 'string' ? pending : judgeSample(time, -Infinity, this.#limits);
    if (typeof pending === 'string' || verdict !== 'accepted') {
      refuse(acceptance, verdict as RefusalReason, identity, time, 1);
      return false;
    }
    if (pending.column.length > 0 || time < pending.lastAt + 900000) return true;
    if (pending.record === undefined) {
      const ref = entity?.ref ?? deriveEntity(this.#limits.environment, identity.labels);
      const record = { identity, type: metricTypeOf(metricName(identity.labels), this.#types), entity: ref, source };
      pending = this.#open({ ...pending, record }, pending.column);
    }
    pending.attachedAt = Math.max(time, pending.attachedAt ?? -1);
    return true;
  }

  #admitSeries(
    identity: SeriesIdentity,
    source: string,
    declared: { ref: EntityRef; key: string } | undefined,
  ): PendingSeries | RefusalReason {
    const known = this.#pending.get(identity.id) ?? this.#known.get(identity.id);
    const verdict = known ? judgeOwnership(known, source, this.#limits.now) : 'takes-over';
    if (verdict === 'foreign-source') return verdict;
    if (known !== undefined && verdict === 'owner' && (declared === undefined || declared.key === known.entity)) {
      return (
        this.#pending.get(identity.id) ?? this.#open({ identity, source, entity: known.entity, record: undefined, lastAt: known.lastAt })
      );
    }
    if (known === undefined && this.#known.size + this.#newSeries >= this.#limits.maxSeries) return 'series-limit';
    if (known === undefined) this.#newSeries += 1;
    const entity = declared?.ref ?? deriveEntity(this.#limits.environment, identity.labels);
    const record = { identity, type: metricTypeOf(metricName(identity.labels), this.#types), entity, source };
    const column = this.#pending.get(identity.id)?.column;
    return this.#open({ identity, source, entity: entityKey(entity), record, lastAt: known?.lastAt ?? -1 }, column);
  }

  #open(series: Omit<PendingSeries, 'column'>, column = new SampleColumn(2)): PendingSeries {
    const pending = { ...series, column };
    this.#pending.set(series.identity.id, pending);
    return pending;
  }

  #addSamples(pending: PendingSeries, { times, values }: Samples, acceptance: Acceptance): void {
    const bits = bitsOf(values);
    for (let i = 0; i < times.length; i++) {
      const time = times[i]!;
      const low = bits[2 * i]!;
      const high = bits[2 * i + 1]!;
      const verdict = judgeSample(time, pending.lastAt, this.#limits);
      if (verdict === 'accepted') {
        pending.column.push(time, low, high);
        pending.lastAt = time;
        acceptance.accepted += 1;
      } else if (verdict === 'late') this.#late.push({ acceptance, pending, time, low, high });
      else refuse(acceptance, verdict, pending.identity, time, 1);
    }
  }
}

function refuse(acceptance: Acceptance, reason: RefusalReason, identity: SeriesIdentity, time: number, samples: number): void {
  acceptance.refused.set(reason, (acceptance.refused.get(reason) ?? 0) + samples);
  acceptance.firstRefusal ??= { reason, metric: metricName(identity.labels), time };
}

function timesOf({ times, values }: Samples): Map<number, readonly [low: number, high: number]> {
  const bits = bitsOf(values);
  return new Map([...times].map((time, i) => [time, [bits[2 * i]!, bits[2 * i + 1]!] as const]));
}
