import type { MetricType, SeriesDescriptor, SeriesView } from '@cloudops/contracts';
import { profileAt } from './profile-at.ts';
import { profileOf } from './signal-profile.ts';
import type { SignalProfile } from './signal-profile.ts';

/** One number over time that a detector watches. */
export interface WatchedView {
  /** `value:ID`, `rate:ID` or `ratio:ID/ID`: stable, and part of an anomaly's id. */
  readonly key: string;
  readonly view: SeriesView;
  /** The series that names the signal; for a ratio, its numerator. */
  readonly series: SeriesDescriptor;
  readonly profile: SignalProfile;
}

export const viewKey = (view: SeriesView): string =>
  view.kind === 'ratio' ? `ratio:${view.numerator}/${view.denominator}` : `${view.kind}:${view.series}`;

const NOT_SCORED =
  /_bucket$|^node_scrape_collector_duration_seconds$|_created$|_info$|timestamp|^node_time_seconds$|(start|boot|create|last_\w+|mod|modification)_time(_seconds)?$/;
/** Untyped in the exposition although most of them are counters: nothing honest can be said of them. */
const UNTYPED_COUNTERS = /^node_(netstat|vmstat|snmp)_/;

/** Bare clocks, static facts, how long an exporter's parts take, and histogram buckets are not scored: a bucket says nothing that `_sum/_count` and `_count` do not say better. */
export const isScored = (d: SeriesDescriptor): boolean =>
  !NOT_SCORED.test(d.name) && !('le' in d.labels) && !(d.type === 'unknown' && UNTYPED_COUNTERS.test(d.name));

const isCounter = (name: string, type: MetricType): boolean =>
  type === 'counter' || name.endsWith('_total') || (type !== 'gauge' && /_(count|sum)$/.test(name));

/** The same for the `_sum` and the `_count` of one histogram or summary; `undefined` for any other series. */
export function pairKey(d: SeriesDescriptor): string | undefined {
  if (d.type === 'gauge' || !/_(sum|count)$/.test(d.name)) return undefined;
  const labels = Object.entries(d.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([d.source, d.name.replace(/_(sum|count)$/, ''), labels]);
}

/**
 * What to watch in a set of series: counters as rates, `_sum` per `_count` as a mean, everything else as it is.
 * Adding series to the set only ever adds views. @param demand of every profile (`demandOf`).
 */
export function viewsOf(descriptors: readonly SeriesDescriptor[], demand?: number): WatchedView[] {
  const views: WatchedView[] = [];
  const sums = new Map<string, SeriesDescriptor>();
  const counts = new Map<string, SeriesDescriptor>();
  for (const series of descriptors) {
    if (!isScored(series)) continue;
    const pair = pairKey(series);
    if (pair !== undefined && series.name.endsWith('_sum')) {
      sums.set(pair, series);
      continue;
    }
    if (pair !== undefined) counts.set(pair, series);
    const kind = isCounter(series.name, series.type) ? 'rate' : 'value';
    views.push(watched({ kind, series: series.id }, series, demand));
  }
  for (const [pair, sum] of sums) {
    const count = counts.get(pair);
    if (count) views.push(watched({ kind: 'ratio', numerator: sum.id, denominator: count.id }, sum, demand));
  }
  return views;
}

function watched(view: SeriesView, series: SeriesDescriptor, demand: number | undefined): WatchedView {
  const profile = profileAt(series.entity.kind, series.name, profileOf(series.name, series.labels, view.kind));
  return { key: viewKey(view), view, series, profile: demand === undefined ? profile : { ...profile, demand } };
}
