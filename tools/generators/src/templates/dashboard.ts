import type { ServiceSpec } from '../service-spec.ts';
import { ownPanels } from './own-panels.ts';
import type { Panel } from './panel.ts';

/** What every service shows; `$job` is its scrape job. */
const commonPanels = (job: string): Panel[] => [
  { title: 'Up', description: '1 while Prometheus reaches /metrics.', unit: 'short', kind: 'stat', queries: { up: `up{job="${job}"}` } },
  {
    title: 'Event loop lag',
    description: 'How late timers run. Above 0.1 s every request of this process waits.',
    unit: 's',
    queries: { p99: `nodejs_eventloop_lag_p99_seconds{job="${job}"}`, mean: `nodejs_eventloop_lag_mean_seconds{job="${job}"}` },
  },
  {
    title: 'HTTP p95 by route',
    description: '95 % of requests are faster than this.',
    unit: 's',
    queries: {
      '{{route}}': `histogram_quantile(0.95, sum by (le, route) (rate(cloudops_http_request_duration_seconds_bucket{job="${job}"}[5m])))`,
    },
  },
  {
    title: 'HTTP requests by status',
    description: 'Requests a second.',
    unit: 'reqps',
    queries: { '{{status}}': `sum by (status) (rate(cloudops_http_request_duration_seconds_count{job="${job}"}[5m]))` },
  },
  {
    title: 'Bus failures',
    description: 'Deliveries that failed and come again, and messages given up. Dead letters need a person.',
    unit: 'ops',
    queries: {
      'failed {{subject}}': `sum by (subject) (rate(cloudops_bus_failed_total{job="${job}"}[5m]))`,
      'dead letter {{subject}}': `sum by (subject) (rate(cloudops_bus_dead_lettered_total{job="${job}"}[5m]))`,
    },
  },
  {
    title: 'Database pool',
    description: 'Waiting above 0 means that the pool is too small or the database too slow.',
    unit: 'short',
    queries: { '{{state}}': `cloudops_postgres_pool_connections{job="${job}"}` },
  },
  {
    title: 'Outbox',
    description: 'Age of the oldest event that waits for the broker.',
    unit: 's',
    queries: { 'oldest pending': `cloudops_postgres_outbox_oldest_pending_seconds{job="${job}"}` },
  },
  {
    title: 'Memory',
    description: 'Resident memory of the process.',
    unit: 'bytes',
    queries: { resident: `process_resident_memory_bytes{job="${job}"}`, heap: `nodejs_heap_size_used_bytes{job="${job}"}` },
  },
  {
    title: 'CPU',
    description: '1 is one core.',
    unit: 'percentunit',
    queries: { cpu: `rate(process_cpu_seconds_total{job="${job}"}[5m])` },
  },
];

/** The panels of a service's dashboard: its own first, then what all have. */
export const panelsOf = (name: string): Panel[] => [...ownPanels(name), ...commonPanels(name)];

/** Grafana dashboard (classic model) of a service; the uid is stable, so that links keep working. */
export function dashboardJson({ name }: ServiceSpec): string {
  const panels = panelsOf(name).map((panel, index) => ({
    id: index + 1,
    type: panel.kind ?? 'timeseries',
    title: panel.title,
    description: panel.description,
    datasource: { type: 'prometheus', uid: 'prometheus' },
    gridPos: { x: (index % 3) * 8, y: Math.floor(index / 3) * 8, w: 8, h: 8 },
    fieldConfig: { defaults: { unit: panel.unit, min: 0 }, overrides: [] },
    targets: Object.entries(panel.queries).map(([legendFormat, expr], query) => ({
      refId: String.fromCharCode(65 + query),
      expr,
      legendFormat,
    })),
  }));
  return `${JSON.stringify(
    {
      uid: `cloudops-${name}`,
      title: `CloudOps / ${name}`,
      tags: ['cloudops'],
      schemaVersion: 39,
      editable: true,
      refresh: '10s',
      time: { from: 'now-1h', to: 'now' },
      panels,
    },
    null,
    2,
  )}\n`;
}
