import type { Anomaly, EntityRef, Forecast, SeriesDescriptor } from '@cloudops/contracts';

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

/** A disk that is full in nine hours. */
export function aForecast(over: Partial<Forecast> = {}): Forecast {
  const series =
    over.series ?? aSeries({ id: '00000000000000d1', name: 'node_filesystem_avail_bytes', labels: { mountpoint: '/data' }, type: 'gauge' });
  return {
    id: `value:${series.id}`,
    entity: series.entity,
    series,
    view: { kind: 'value', series: series.id },
    what: 'disk space of /data',
    left: 10.8e9,
    perHour: -1.2e9,
    at: '2026-01-15T21:00:00.000Z',
    earliest: '2026-01-15T18:00:00.000Z',
    latest: '2026-01-16T02:00:00.000Z',
    interval: 'past-errors',
    severity: 'medium',
    reason: 'Disk space of /data of web is used up in 9 h (6 h to 14 h): 10.8 GB left, 1.2 GB less every hour over the last 6 h',
    query: 'node_filesystem_avail_bytes{mountpoint="/data"}',
    madeAt: '2026-01-15T12:00:00.000Z',
    ...over,
  };
}
