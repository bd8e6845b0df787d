import type { SeriesDescriptor } from '@cloudops/contracts';
import { type BoundedQuantity, boundedQuantity, labelsKey } from '@cloudops/domain-detection';
import type { LiveView } from './live-view.ts';
import type { LiveViews } from './live-views.ts';

/** Without a sample for so long nothing is known of a level; more than two scrapes of those that are scraped every five minutes. */
const FRESH_MS = 12 * 60_000;
/** A ceiling beyond this says that there is none. */
const NO_CEILING = 1e18;
const MOST = 2_000;

/** Something bounded, and what is left of it. */
export interface BoundedLevel {
  readonly view: LiveView;
  readonly quantity: BoundedQuantity;
  /** ms of its latest sample. */
  readonly time: number;
  readonly left: number;
  /** What is left when the view shows `value`. */
  readonly leftOf: (value: number) => number;
}

/** Everything bounded that has samples now, at most 2,000; of mounts of one device the one with the shortest path. @param now ms. */
export function boundedLevels(views: LiveViews, now: number): BoundedLevel[] {
  const ceilings = ceilingsOf(views);
  const levels = new Map<string, BoundedLevel>();
  for (const view of views.of((series) => boundedQuantity(series) !== undefined)) {
    const { series } = view.watched;
    const quantity = boundedQuantity(series)!;
    const { time, value } = view.points;
    const ceiling = quantity.ceiling === undefined ? 0 : ceilings.get(`${quantity.ceiling} ${labelsKey(series)}`);
    if (!(now - time <= FRESH_MS) || ceiling === undefined || (quantity.kind === 'used' && !(ceiling > 0 && ceiling < NO_CEILING)))
      continue;
    const leftOf = (x: number): number => (quantity.kind === 'left' ? x : quantity.kind === 'used' ? ceiling - x : x - now / 1000);
    const key = twinKey(series);
    const twin = levels.get(key);
    if (twin && pathLength(twin.view.watched.series) <= pathLength(series)) continue;
    if (twin || levels.size < MOST) levels.set(key, { view, quantity, time, left: leftOf(value), leftOf });
  }
  return [...levels.values()];
}

function ceilingsOf(views: LiveViews): Map<string, number> {
  const names = new Set<string>();
  for (const { watched } of views.of((series) => boundedQuantity(series)?.ceiling !== undefined))
    names.add(boundedQuantity(watched.series)!.ceiling!);
  const ceilings = new Map<string, number>();
  for (const { watched, points } of views.of(({ name }) => names.has(name)))
    ceilings.set(`${watched.series.name} ${labelsKey(watched.series)}`, points.value);
  return ceilings;
}

/** One device that is mounted at several places fills up once. */
const twinKey = ({ id, name, entity, labels }: SeriesDescriptor): string =>
  labels['device'] !== undefined && labels['mountpoint'] !== undefined ? JSON.stringify([name, entity, labels['device']]) : id;
const pathLength = ({ labels }: SeriesDescriptor): number => labels['mountpoint']?.length ?? 0;
