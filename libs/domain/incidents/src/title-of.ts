import type { Anomaly, Cause, GoldenSignal, Incident } from '@cloudops/contracts';

const SIGNALS: Record<GoldenSignal, (metric: string) => string> = {
  latency: () => 'slow responses',
  traffic: () => 'traffic dropped',
  errors: () => 'errors',
  saturation: (metric) => `${resource(metric)} saturation`,
  other: (metric) => `unusual ${metric}`,
};

/**
 * Headline for a person: the alert or condition that opened the incident, else its likeliest cause in the entity itself:
 * `drill-workload: CPU saturation (and 2 more signals)`.
 */
export function titleOf({ kind, entity, anomalies, alerts }: Incident, causes: readonly Cause[]): string {
  const ranked = causes.flatMap((cause) => anomalies.find((a) => a.id === cause.anomalyId) ?? []);
  const what = kind === 'anomaly' ? signalOf(ranked[0] ?? anomalies[0]!) : alerts[0]!.name;
  const more = anomalies.length + alerts.length - 1;
  return `${entity.id}: ${what}${more > 0 ? ` (and ${more} more signal${more > 1 ? 's' : ''})` : ''}`;
}

const signalOf = ({ signal, kind, series }: Anomaly): string =>
  signal === 'traffic' && kind === 'above' ? 'traffic surged' : SIGNALS[signal](series.name);

function resource(metric: string): string {
  if (/cpu/.test(metric)) return 'CPU';
  if (/memory|heap/i.test(metric)) return 'memory';
  if (/filesystem|disk/.test(metric)) return 'disk';
  if (/eventloop/.test(metric)) return 'event loop';
  if (/load/.test(metric)) return 'load';
  return metric;
}
