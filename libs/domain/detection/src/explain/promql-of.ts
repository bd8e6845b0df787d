import type { SeriesDescriptor, SeriesView } from '@cloudops/contracts';

/** A window that holds at least four samples, so that one that is missing leaves no hole. */
const SAMPLES = 4;
const SHORTEST_S = 5;

/**
 * The same number as a view, in PromQL, for exactly its series.
 * @param series that names the view; of a ratio its numerator, whose `_count` has the same labels. @param intervalMs between two samples.
 */
export function promqlOf(series: SeriesDescriptor, view: SeriesView, intervalMs: number): string {
  const labels = Object.entries(series.labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');
  const selector = (name: string): string => (labels === '' ? name : `${name}{${labels}}`);
  const rate = (name: string): string => `rate(${selector(name)}[${windowOf(intervalMs)}])`;
  if (view.kind === 'value') return selector(series.name);
  return view.kind === 'rate' ? rate(series.name) : `${rate(series.name)} / ${rate(series.name.replace(/_sum$/, '_count'))}`;
}

function windowOf(intervalMs: number): string {
  const seconds = Math.max(SHORTEST_S, Math.ceil((SAMPLES * intervalMs) / 1000));
  return seconds < 60 ? `${seconds}s` : `${Math.ceil(seconds / 60)}m`;
}
