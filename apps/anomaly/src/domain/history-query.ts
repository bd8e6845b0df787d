import type { SeriesDescriptor } from '@cloudops/contracts';
import type { WatchedView } from '@cloudops/domain-detection';

/** Values of one label that a selector lists; one with more is left out of it. */
const MOST_VALUES = 50;

/** PromQL for the mean of a signal's views in the five minutes before each step, as the service's own rows are made. */
export function historyQuery(views: readonly WatchedView[]): string {
  const kind = views[0]!.view.kind;
  const selector = selectorOf(views.map(({ series }) => series));
  if (kind === 'value') return `avg(avg_over_time(${selector}[5m]))`;
  if (kind === 'rate') return `avg(rate(${selector}[5m]))`;
  const counts = selector.replace(/_sum"/, '_count"');
  // a mean of nothing is none, and must not make the mean of the others one
  return `avg(rate(${selector}[5m]) / (rate(${counts}[5m]) > 0))`;
}

/** What all these series, of one metric, have in common. */
function selectorOf(series: readonly SeriesDescriptor[]): string {
  const [first] = series;
  const matchers = [`__name__=${quoted(first!.name)}`];
  for (const label of Object.keys(first!.labels).sort()) {
    const values = [...new Set(series.map(({ labels }) => labels[label] ?? ''))].sort();
    if (values.length === 1) matchers.push(`${label}=${quoted(values[0]!)}`);
    else if (values.length <= MOST_VALUES) matchers.push(`${label}=~${quoted(values.map(literally).join('|'))}`);
  }
  return `{${matchers.join(',')}}`;
}

const quoted = (text: string): string => JSON.stringify(text);
/** RE2 takes every one of these behind a backslash for itself. */
const literally = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
