import type { Anomaly, EntityRef, SeriesDescriptor } from '@cloudops/contracts';

/** A workload with a small place in the world: what the other builders speak of. */
export const anEntity = (over: Partial<EntityRef> = {}): EntityRef => ({ environment: 'test', kind: 'workload', id: 'web', ...over });

export const aSeries = (over: Partial<SeriesDescriptor> = {}): SeriesDescriptor => ({
  id: '00000000000000a1',
  name: 'process_cpu_seconds_total',
  labels: { job: 'web', instance: '127.0.0.1:9000' },
  type: 'counter',
  entity: anEntity(),
  source: 'scrape:web',
  ...over,
});

/** An open anomaly: the workload burns 0.95 CPU where 0.05 was normal. */
export function anAnomaly(over: Partial<Anomaly> = {}): Anomaly {
  const series = over.series ?? aSeries();
  return {
    id: 'anomaly-1',
    kind: 'above',
    series,
    view: { kind: 'rate', series: series.id },
    entity: series.entity,
    signal: 'saturation',
    onsetAt: '2026-01-15T12:00:00.000Z',
    detectedAt: '2026-01-15T12:00:05.000Z',
    clearedAt: null,
    value: 0.95,
    band: { yhat: 0.05, yhat_lower: 0, yhat_upper: 0.15 },
    anomaly_score: 4.2,
    severity: 'high',
    reason: '0.95 where at most 0.15 was expected, since 12:00:00',
    severityReason: 'high: 4.2 times as far from what was expected as its band is wide to that side; critical from 8',
    carriedBy: [{ what: 'distance from its band', share: 1 }],
    ...over,
  };
}
