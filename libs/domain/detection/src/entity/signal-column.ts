import type { GoldenSignal, SeriesView } from '@cloudops/contracts';
import type { SignalProfile } from '../signal-profile.ts';
import type { WatchedView } from '../views-of.ts';

/** Signals of one entity that are scored together: time and memory grow with their square, and people name no more of them anyway. */
export const MOST_SIGNALS = 12;
/** With fewer there is no together. */
export const FEWEST_SIGNALS = 2;
/** Of one title, e.g. the percentiles of one latency: they would drown the others. */
const MOST_OF_A_TITLE = 3;

/** One signal of an entity: the mean over all of its series of one metric that mean the same, so that it outlives each of them. */
export interface SignalColumn {
  /** `<view kind>:<metric>:<title>`. */
  readonly key: string;
  readonly metric: string;
  readonly kind: SeriesView['kind'];
  readonly title: string;
  readonly unit: SignalProfile['unit'];
  readonly signal: GoldenSignal;
}

/** The signal that a view belongs to; `undefined` where nothing is known of it, or that it is of little weight. */
export function columnOf({ series, view, profile }: WatchedView): SignalColumn | undefined {
  const { title, unit, signal } = profile;
  if (signal === 'other' && (title === UNKNOWN || profile.maxSeverity === 'low')) return undefined;
  return { key: `${view.kind}:${series.name}:${title}`, metric: series.name, kind: view.kind, title, unit, signal };
}

const UNKNOWN = 'value';

/** The signals to score of those that an entity has, golden ones first; the same whatever the order in which they are known. */
export function chooseColumns(candidates: Iterable<SignalColumn>): SignalColumn[] {
  const rank = (column: SignalColumn): number => (column.signal === 'other' ? 1 : 0);
  const sorted = [...candidates].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
  const ofTitle = new Map<string, number>();
  const chosen = sorted.filter(({ title }) => {
    ofTitle.set(title, (ofTitle.get(title) ?? 0) + 1);
    return ofTitle.get(title)! <= MOST_OF_A_TITLE;
  });
  return chosen.slice(0, MOST_SIGNALS);
}

export const sameColumns = (a: readonly SignalColumn[], b: readonly SignalColumn[]): boolean =>
  a.length === b.length && a.every((column, i) => column.key === b[i]!.key);
