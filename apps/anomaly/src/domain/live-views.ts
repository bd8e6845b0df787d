import { type Anomaly, type BatchSeries, entityKey, type SeriesDescriptor, severityRank } from '@cloudops/contracts';
import {
  demandOf,
  FALSE_ALARMS_PER_WEEK,
  type Neighbours,
  pairKey,
  silenceOf,
  viewKey,
  viewsOf,
  type WatchedView,
} from '@cloudops/domain-detection';
import type { ToleranceRules } from './judgements.ts';
import { type Change, LiveView } from './live-view.ts';
import { LiveEntities } from './live-entities.ts';
import { TroubledEntities } from './troubled-entities.ts';

interface Feed {
  readonly view: LiveView;
  readonly denominator: boolean;
}

/** What is needed to go on where another process stopped. */
export interface SavedView {
  readonly key: string;
  readonly partition: number;
  readonly state: Uint8Array;
}

const SERIOUS = severityRank('high');

/** Every view of every known series, in memory, at most `limit` of them; a series beyond the limit is not watched. */
export class LiveViews {
  readonly troubled = new TroubledEntities();
  /** Points scored since the start. */
  scored = 0;
  /** Views that did not fit. */
  refused = 0;
  private readonly demand: number;
  private readonly views = new Map<string, LiveView>();
  private readonly feeds = new Map<bigint, Feed[]>();
  private readonly pairs = new Map<string, SeriesDescriptor[]>();
  private saved = new Map<string, SavedView>();
  private forgotten = new Set<string>();
  private tolerances: ToleranceRules = new Map();

  /** @param entities scored as a whole beside their views; their snapshots are their own. @param falseAlarmsPerWeek of one series, at most. */
  constructor(
    private readonly limit: number,
    readonly entities = new LiveEntities(0),
    readonly falseAlarmsPerWeek = FALSE_ALARMS_PER_WEEK,
  ) {
    this.demand = demandOf(falseAlarmsPerWeek);
  }

  /** Starts over from saved views; they come to life when their series are described. */
  restore(saved: readonly SavedView[]): void {
    for (const map of [this.views, this.feeds, this.pairs, this.forgotten, this.troubled]) map.clear();
    this.saved = new Map(saved.map((view) => [view.key, view]));
  }

  /** From now on views tolerate what people said they should; each rule knows from which sample on. */
  tolerate(rules: ToleranceRules): void {
    for (const key of this.tolerances.keys()) this.views.get(key)?.tolerate(undefined);
    for (const [key, own] of rules) this.views.get(key)?.tolerate(own);
    this.tolerances = rules;
  }

  /** Time of the latest sample of a view that was taken in, ms; 0 when it is not watched here. */
  seenOf(key: string): number {
    return this.views.get(key)?.seen ?? 0;
  }

  /** Ids of the series behind saved views: to be described before anything is scored, so that silence is noticed too. */
  savedSeries(): bigint[] {
    return [...new Set([...this.saved.keys()].flatMap((key) => key.slice(key.indexOf(':') + 1).split('/')))].map((hex) =>
      BigInt(`0x${hex}`),
    );
  }

  /** Ids among these that were never described. */
  unknown(series: readonly BatchSeries[]): bigint[] {
    return series.filter(({ id }) => !this.feeds.has(id)).map(({ id }) => id);
  }

  describe(descriptors: readonly SeriesDescriptor[], partition: number): void {
    for (const descriptor of descriptors) {
      const id = BigInt(`0x${descriptor.id}`);
      if (!this.feeds.has(id)) this.feeds.set(id, []);
      const pair = pairKey(descriptor);
      const known = pair === undefined ? [] : (this.pairs.get(pair) ?? []).filter((other) => other.id !== descriptor.id);
      // what makes no view any more is not remembered: a million series in a minute must not fill the memory
      if (pair !== undefined && this.views.size < this.limit) this.pairs.set(pair, [...known, descriptor]);
      for (const watched of viewsOf([descriptor, ...known], this.demand)) this.watch(watched, partition);
    }
    if (this.feeds.size > this.limit * 8) for (const [id, feeds] of this.feeds) if (feeds.length === 0) this.feeds.delete(id);
  }

  /** Scores the samples of one series; `changes` receives what they cause. */
  feed({ id, times, values }: BatchSeries, changes: Change[]): void {
    for (const { view, denominator } of this.feeds.get(id) ?? []) {
      for (let i = 0; i < times.length; i++) {
        const mayLearn = !this.troubled.at(view.entity, times[i]!);
        const caused = view.accept(times[i]!, values[i]!, denominator, mayLearn);
        if (caused === undefined) continue;
        this.scored++;
        for (const change of caused) changes.push(this.noteTrouble(view, change));
        view.signal?.entity.add(view.signal, view.points.time, view.points.value, changes);
      }
    }
  }

  /** Ends anomalies of a partition's views that fell silent, forgets views that stayed silent; `now` is the partition's own clock, ms. */
  sweep(partition: number, now: number, changes: Change[]): void {
    for (const [key, view] of this.views) {
      if (view.partition !== partition) continue;
      const silence = silenceOf(view.state, now, view.seen);
      if (silence !== 'given-up' && silence !== 'forgotten') continue;
      for (const change of view.giveUp(now)) changes.push(this.noteTrouble(view, change));
      if (silence === 'forgotten') this.forget(key, view);
    }
    this.entities.sweep(now, changes);
    this.troubled.forgetBefore(now - 2 * 3_600_000);
  }

  /** Views that changed since the last call, and keys that are gone; if storing them fails, start over from the last snapshot. */
  takeUnsaved(): { changed: LiveView[]; forgotten: string[] } {
    const changed = [...this.views.values()].filter((v) => v.dirty);
    for (const view of changed) view.dirty = false;
    const forgotten = [...this.forgotten];
    this.forgotten = new Set();
    return { changed, forgotten };
  }

  summary(): { series: number; learning: number; anomalous: number; tolerant: number; readyByEntity: Record<string, number> } {
    let [learning, anomalous] = [0, 0];
    const readyByEntity: Record<string, number> = {};
    for (const view of this.views.values()) {
      if (view.anomalous) anomalous++;
      if (view.warm) readyByEntity[view.entity] = (readyByEntity[view.entity] ?? 0) + 1;
      else learning++;
    }
    return { series: this.views.size, learning, anomalous, tolerant: this.tolerant(), readyByEntity };
  }

  /** Views that tolerate something now. */
  private tolerant(): number {
    return [...this.tolerances.values()].filter((rules) => rules.some(({ until }) => until === Infinity)).length;
  }

  /** Views whose series passes. */
  *of(passes: (series: SeriesDescriptor) => boolean): Generator<LiveView> {
    for (const view of this.views.values()) if (passes(view.watched.series)) yield view;
  }

  /** The other views of an entity, and how many of them still had samples at `at`, ms. */
  neighboursOf({ entity, view }: Pick<Anomaly, 'entity' | 'view'>, at: number): Neighbours {
    const [key, own] = [entityKey(entity), viewKey(view)];
    let [all, arriving] = [0, 0];
    for (const other of this.views.values()) {
      if (other.entity !== key || other.watched.key === own) continue;
      all++;
      if (silenceOf(other.state, at, other.seen) === 'reporting') arriving++;
    }
    return { all, arriving };
  }

  private watch(watched: WatchedView, partition: number): void {
    if (this.views.has(watched.key)) return;
    if (this.views.size >= this.limit) {
      this.refused++;
      return;
    }
    const saved = this.saved.get(watched.key);
    const view = new LiveView(watched, entityKey(watched.series.entity), saved?.partition ?? partition, saved?.state);
    view.signal = this.entities.join(watched, view.entity);
    view.tolerate(this.tolerances.get(watched.key));
    this.saved.delete(watched.key);
    this.forgotten.delete(watched.key);
    this.views.set(watched.key, view);
    for (const [id, denominator] of sources(watched)) this.feeds.set(id, [...(this.feeds.get(id) ?? []), { view, denominator }]);
  }

  private forget(key: string, view: LiveView): void {
    this.views.delete(key);
    view.signal?.entity.leave(view.signal, view.watched);
    this.forgotten.add(key);
    for (const [id] of sources(view.watched)) {
      const others = (this.feeds.get(id) ?? []).filter((f) => f.view !== view);
      // a series without views is described anew when it comes back
      if (others.length > 0) this.feeds.set(id, others);
      else this.feeds.delete(id);
    }
    const pair = pairKey(view.watched.series);
    if (pair !== undefined) this.pairs.delete(pair);
  }

  private noteTrouble(view: LiveView, change: Change): Change {
    const { anomaly, transition } = change;
    if (transition.type === 'cleared') this.troubled.end(view.entity, anomaly.id, transition.at);
    else if (isTrouble(change)) this.troubled.begin(view.entity, anomaly.id, transition.at);
    return change;
  }
}

/** Lasting, severe, and of a golden signal: what also opens an incident alone. */
export const isTrouble = ({ anomaly, transition }: Change): boolean =>
  transition.type !== 'cleared' && transition.sustained && anomaly.signal !== 'other' && severityRank(anomaly.severity) >= SERIOUS;

function sources({ view }: WatchedView): [id: bigint, denominator: boolean][] {
  const id = (hex: string): bigint => BigInt(`0x${hex}`);
  if (view.kind !== 'ratio') return [[id(view.series), false]];
  return [
    [id(view.numerator), false],
    [id(view.denominator), true],
  ];
}
