import type { Anomaly } from '@cloudops/contracts';
import { clock } from './instants.ts';
import { quantity, unitOf } from './quantity.ts';

/** Labels that say where, not what: the entity says that already. */
const PLACE = new Set(['instance', 'job', 'environment']);

/** Name of the signal as people say it: `mean http_request_duration_seconds{route="/work"}`, `rate of ..._total`. */
export function signalName(a: Pick<Anomaly, 'series' | 'view'>): string {
  const labels = Object.entries(a.series.labels)
    .filter(([name]) => !PLACE.has(name))
    .slice(0, 3)
    .map(([name, value]) => `${name}="${value.slice(0, 60)}"`);
  const where = labels.length === 0 ? '' : `{${labels.join(', ')}}`;
  if (a.view.kind === 'ratio') return `mean ${a.series.name.replace(/_(?:sum|total)$/, '')}${where}`;
  return a.view.kind === 'rate' ? `rate of ${a.series.name}${where}` : `${a.series.name}${where}`;
}

/** `<signal> was 850 ms, expected 50 ms (40 ms to 60 ms)`. */
export function observedVersusExpected(a: Anomaly): string {
  const unit = unitOf(a.series.name, a.view.kind);
  const [lower, upper] = [quantity(a.band.yhat_lower, unit), quantity(a.band.yhat_upper, unit)];
  return `${signalName(a)} was ${quantity(a.value, unit)}, expected ${quantity(a.band.yhat, unit)} (${lower} to ${upper})`;
}

/** One anomaly as one line. */
export function describeAnomaly(a: Anomaly, now: Date): string {
  const end = a.clearedAt === null ? 'still open' : `cleared ${clock(a.clearedAt, now)}`;
  return `${a.entity.id}: ${observedVersusExpected(a)}; severity ${a.severity}, since ${clock(a.onsetAt, now)}, ${end}`;
}
