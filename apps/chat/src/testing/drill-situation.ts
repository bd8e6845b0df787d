import {
  type Anomaly,
  DetectorSummary,
  GetIncident,
  GetRemediation,
  type Incident,
  LatestPoints,
  ListAnomalies,
  ListAudit,
  ListIncidents,
  ListInventory,
  ListRemediations,
  ListRunbooks,
  ListSeries,
  ListTargets,
  type LogEntry,
  type Point,
  QueryView,
  type Remediation,
  SearchLogs,
  type SeriesDescriptor,
  ServiceHealth,
  type TimelineEntry,
} from '@cloudops/contracts';
import { anAnomaly, anEntity, anIncident, anInventoryEntry, aRemediation, aSeries } from '@cloudops/testing';
import { RecordedFacts } from './recorded-facts.ts';

const HOST = { environment: 'test', kind: 'host', id: 'web-1' } as const;
const DRILL = anEntity({ id: 'drill-workload' });

const hostSeries = (id: string, name: string, labels: Record<string, string>, type: SeriesDescriptor['type']): SeriesDescriptor =>
  aSeries({ id: id.padStart(16, '0'), name, labels: { instance: 'web-1', ...labels }, type, entity: HOST, source: 'host' });

/** One host and one workload; values are what `valueOf` says. */
export const SERIES: readonly SeriesDescriptor[] = [
  hostSeries('1', 'node_cpu_seconds_total', { cpu: '0', mode: 'idle' }, 'counter'),
  hostSeries('2', 'node_cpu_seconds_total', { cpu: '1', mode: 'idle' }, 'counter'),
  hostSeries('3', 'node_cpu_seconds_total', { cpu: '1', mode: 'user' }, 'counter'),
  hostSeries('4', 'node_memory_MemTotal_bytes', {}, 'gauge'),
  hostSeries('5', 'node_memory_MemAvailable_bytes', {}, 'gauge'),
  hostSeries('6', 'node_filesystem_size_bytes', { mountpoint: '/', device: '/dev/vda', fstype: 'ext4' }, 'gauge'),
  hostSeries('7', 'node_filesystem_avail_bytes', { mountpoint: '/', device: '/dev/vda', fstype: 'ext4' }, 'gauge'),
  hostSeries('8', 'node_load1', {}, 'gauge'),
  aSeries({ id: '00000000000000d1', name: 'http_request_duration_seconds_sum', labels: { instance: 'd', route: '/work' }, entity: DRILL }),
  aSeries({
    id: '00000000000000d2',
    name: 'http_request_duration_seconds_count',
    labels: { instance: 'd', route: '/work' },
    entity: DRILL,
  }),
  aSeries({ id: '00000000000000d3', name: 'process_resident_memory_bytes', labels: { instance: 'd' }, type: 'gauge', entity: DRILL }),
];

const VALUES: Readonly<Record<string, number>> = {
  '1': 0.9,
  '2': 0.7,
  '3': 0.2,
  '4': 8 * 2 ** 30,
  '5': 6 * 2 ** 30,
  '6': 100 * 2 ** 30,
  '7': 20 * 2 ** 30,
  '8': 1.5,
  d1: 0.85,
  d3: 64 * 2 ** 20,
};
const valueOf = (id: string): number | null => VALUES[id.replace(/^0+/, '')] ?? null;

export const LATENCY: Anomaly = anAnomaly({
  id: 'anomaly-latency',
  series: SERIES[8]!,
  view: { kind: 'ratio', numerator: SERIES[8]!.id, denominator: SERIES[9]!.id },
  signal: 'latency',
  value: 0.85,
  band: { yhat: 0.05, yhat_lower: 0.04, yhat_upper: 0.06 },
  clearedAt: '2026-01-15T12:00:50.000Z',
});

export const INCIDENT: Incident = anIncident({
  anomalies: [LATENCY],
  title: 'Latency of drill-workload is above its band',
  reason: 'a golden signal (latency) left its band',
  state: 'resolved',
  resolvedAt: '2026-01-15T12:01:00.000Z',
});

export const REMEDIATION: Remediation = aRemediation({
  id: 'remediation-drill',
  incidentId: INCIDENT.id,
  target: DRILL,
  action: { kind: 'restart-workload', target: 'drill-workload' },
  state: 'verified',
  reason: 'every signal stayed inside its band',
  policy: { mode: 'auto', rule: 'drill-auto', reason: 'the drill may restart its own workload' },
  approvedBy: { id: 'policy', role: 'system' },
  startedAt: '2026-01-15T12:00:10.000Z',
  finishedAt: '2026-01-15T12:00:12.000Z',
  verifiedAt: '2026-01-15T12:00:40.000Z',
  checks: [{ ...aRemediation().checks[0]!, metric: LATENCY.series.name, seen: 9, inside: 7 }],
});

export const PENDING: Remediation = aRemediation({
  id: 'remediation-pending',
  incidentId: 'incident-2',
  target: anEntity({ id: 'checkout' }),
});

const TIMELINE: TimelineEntry[] = [
  { id: 't1', at: INCIDENT.openedAt, type: 'incident.opened.v1', text: 'Incident opened' },
  { id: 't2', at: '2026-01-15T12:00:40.000Z', type: 'remediation.verified.v1', text: 'Restart verified' },
];

export const LOGS: LogEntry[] = [
  {
    id: 'l1',
    at: '2026-01-15T12:03:00.000Z',
    service: 'gateway',
    level: 'error',
    message: 'upstream failed, password=hunter2secret',
    correlationId: null,
    fields: '{}',
  },
];

export const NOW = new Date('2026-01-15T12:05:00.000Z');

const view = (v: { kind: string; series?: string; numerator?: string }): string => v.series ?? v.numerator ?? '';
const course = (id: string, from: number, to: number): Point[] =>
  Array.from({ length: 10 }, (_, i) => [Math.floor(from + ((to - from) * i) / 10), valueOf(id)]);

/** Five minutes after the drill: an incident of latency, restarted by policy, verified and resolved. */
export function drillSituation(): RecordedFacts {
  return new RecordedFacts()
    .on(ServiceHealth, (_data, { service }) => ({ service: service ?? '', version: '0', ready: true, uptimeSeconds: 60, checks: {} }))
    .on(ListSeries, ({ matchers }) => {
      const names = matchers.filter((m) => m.label === '__name__').map((m) => new RegExp(`^(?:${m.value})$`));
      return { series: SERIES.filter((s) => names.every((n) => n.test(s.name))), cursor: null };
    })
    .on(LatestPoints, ({ views }) => ({
      points: views.map((v): Point | null => (valueOf(view(v)) === null ? null : [NOW.getTime() - 1_000, valueOf(view(v))])),
    }))
    .on(QueryView, ({ view: v, from, to }) => ({ points: course(view(v), from, to) }))
    .on(ListAnomalies, ({ open, limit }) => ({ anomalies: open === true ? [] : [LATENCY].slice(0, limit), cursor: null }))
    .on(ListIncidents, ({ state }) => ({ incidents: [INCIDENT].filter((i) => state === undefined || i.state === state), cursor: null }))
    .on(GetIncident, () => ({ incident: INCIDENT, timeline: TIMELINE }))
    .on(DetectorSummary, () => ({ series: 40, learning: 0, anomalous: 0, readyByEntity: {} }))
    .on(ListRemediations, ({ incidentId, state }) => ({
      remediations: [PENDING, REMEDIATION].filter(
        (r) => (incidentId === undefined || r.incidentId === incidentId) && (state === undefined || r.state === state),
      ),
      cursor: null,
    }))
    .on(GetRemediation, ({ id }) => ({ remediation: [PENDING, REMEDIATION].find((r) => r.id === id)! }))
    .on(ListAudit, () => ({
      rows: [
        { position: 1, at: REMEDIATION.proposedAt, actor: 'policy', action: 'approved', subject: REMEDIATION.id, detail: {}, hash: 'x' },
      ],
      intact: true,
      brokenAt: null,
    }))
    .on(ListRunbooks, () => ({
      runbooks: [
        { id: 'restart-on-latency', version: '1', title: 'Restart a slow workload', actionKind: 'restart-workload', file: 'r.yaml' },
      ],
    }))
    .on(ListInventory, () => ({ entries: [anInventoryEntry({ id: 'drill-workload', entity: DRILL })] }))
    .on(ListTargets, () => ({ targets: [] }))
    .on(SearchLogs, () => ({ entries: LOGS }));
}
