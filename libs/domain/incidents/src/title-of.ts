import type { Anomaly, EntityRef, GoldenSignal } from '@cloudops/contracts';

const SIGNALS: Record<GoldenSignal, (metric: string) => string> = {
  latency: () => 'slow responses',
  traffic: () => 'traffic dropped',
  errors: () => 'errors',
  saturation: (metric) => `${resource(metric)} saturation`,
  other: (metric) => `unusual ${metric}`,
};

/** Headline for a person, named for the likeliest cause: `drill-workload: CPU saturation (and 2 more signals)`. */
export function titleOf(entity: EntityRef, leading: Anomaly, signals: number): string {
  const what = leading.signal === 'traffic' && leading.kind === 'above' ? 'traffic surged' : SIGNALS[leading.signal](leading.series.name);
  const more = signals - 1;
  return `${entity.id}: ${what}${more > 0 ? ` (and ${more} more signal${more > 1 ? 's' : ''})` : ''}`;
}

function resource(metric: string): string {
  if (/cpu/.test(metric)) return 'CPU';
  if (/memory|heap/i.test(metric)) return 'memory';
  if (/filesystem|disk/.test(metric)) return 'disk';
  if (/eventloop/.test(metric)) return 'event loop';
  if (/load/.test(metric)) return 'load';
  return metric;
}
