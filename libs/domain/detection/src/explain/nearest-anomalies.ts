import { type Anomaly, entityKey } from '@cloudops/contracts';
import { viewKey } from '../views-of.ts';
import { lengthOf } from './length-of.ts';

/** An earlier anomaly and in what it is like the one at hand. */
export interface Nearest {
  readonly anomaly: Anomaly;
  readonly text: string;
}

/** How much less alike, in doublings of size: another view of the same metric, another side. */
const OTHER_VIEW = 1;
const OTHER_KIND = 3;
/** An ended one whose length differs by a doubling is half as much less alike. */
const LENGTH = 0.5;

/** `http_request_duration_seconds` of its `_sum`, `_count`, `_bucket` and `_total`. */
export const metricFamily = (name: string): string => name.replace(/_(sum|count|bucket|total)$/, '');

/**
 * Earlier anomalies that are most like one: of the same view, or of the same metric of the same entity; by side, size and, where both are over, length.
 * @param earlier in any order. @param most how many at most.
 */
export function nearestAnomalies(anomaly: Anomaly, earlier: readonly Anomaly[], most: number): Nearest[] {
  return earlier
    .filter((other) => other.id !== anomaly.id && Date.parse(other.onsetAt) < Date.parse(anomaly.onsetAt) && akin(anomaly, other))
    .map((other) => ({ other, distance: distance(anomaly, other) }))
    .sort((a, b) => a.distance - b.distance || Date.parse(b.other.onsetAt) - Date.parse(a.other.onsetAt))
    .slice(0, most)
    .map(({ other }) => ({ anomaly: other, text: inWords(anomaly, other) }));
}

const sameView = (a: Anomaly, b: Anomaly): boolean => viewKey(a.view) === viewKey(b.view);
const akin = (a: Anomaly, b: Anomaly): boolean =>
  sameView(a, b) || (entityKey(a.entity) === entityKey(b.entity) && metricFamily(a.series.name) === metricFamily(b.series.name));

function distance(a: Anomaly, b: Anomaly): number {
  const [long, other] = [lengthMs(a), lengthMs(b)];
  const length = long === undefined || other === undefined ? 0 : LENGTH * Math.abs(Math.log2(long / other));
  return (sameView(a, b) ? 0 : OTHER_VIEW) + (a.kind === b.kind ? 0 : OTHER_KIND) + doublings(a, b) + length;
}

const doublings = (a: Anomaly, b: Anomaly): number => Math.abs(Math.log2(Math.max(0.1, a.anomaly_score) / Math.max(0.1, b.anomaly_score)));

/** At least a second, so that it has a logarithm; undefined while it lasts. */
const lengthMs = (a: Anomaly): number | undefined =>
  a.clearedAt === null ? undefined : Math.max(1000, Date.parse(a.clearedAt) - Date.parse(a.onsetAt));

function inWords(a: Anomaly, b: Anomaly): string {
  const what = sameView(a, b) ? 'the same signal' : `${b.series.name} of the same entity`;
  const size = doublings(a, b) < 0.5 ? 'about as far' : b.anomaly_score > a.anomaly_score ? 'farther' : 'less far';
  const how = b.kind === 'unusual' || b.kind === 'together' ? 'took an unusual course' : `was ${size} ${b.kind} its band`;
  const length = lengthMs(b);
  return `${what} ${how}${length === undefined ? ', and has not come back since' : ` for ${lengthOf(length)}`}`;
}
