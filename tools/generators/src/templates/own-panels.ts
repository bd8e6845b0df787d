import type { Panel } from './panel.ts';

const panel = (title: string, unit: string, description: string, queries: Record<string, string>): Panel => ({
  title,
  unit,
  description,
  queries,
});
const rate = (metric: string, by?: string): string => (by ? `sum by (${by}) (rate(${metric}[5m]))` : `sum(rate(${metric}[5m]))`);
const p95 = (metric: string, by?: string): string =>
  `histogram_quantile(0.95, sum by (le${by ? `, ${by}` : ''}) (rate(${metric}_bucket[5m])))`;

/** What only one service measures; a new service starts without. */
const OWN: Partial<Record<string, readonly Panel[]>> = {
  gateway: [
    panel('Refused calls', 'reqps', 'Calls without a valid key, or over their limit.', {
      refused: rate('cloudops_gateway_requests_refused_total'),
    }),
    panel('Live event clients', 'short', 'Consoles that follow /api/v1/events.', { clients: 'cloudops_gateway_event_clients' }),
    panel('Log lines kept', 'ops', 'Log lines of all services that the gateway stores.', {
      lines: rate('cloudops_gateway_log_lines_total'),
    }),
  ],
  chat: [
    panel('Answer time p95', 's', 'From the question to the last word.', { p95: p95('cloudops_chat_answer_seconds') }),
    panel('Provider failures', 'ops', 'Failures of a model provider; the next one answers instead.', {
      failures: rate('cloudops_chat_provider_failures_total'),
    }),
    panel('Tokens', 'ops', 'Tokens a second: what the models cost.', { tokens: rate('cloudops_chat_tokens_total') }),
  ],
  'metrics-ingest': [
    panel('Samples accepted', 'ops', 'Samples a second that are committed.', {
      accepted: rate('cloudops_ingest_samples_accepted_total'),
      refused: rate('cloudops_ingest_samples_refused_total'),
    }),
    panel('Commit time p95', 's', 'A sender waits this long for its 2xx.', { p95: p95('cloudops_ingest_commit_duration_seconds') }),
    panel('Relay lag', 'short', 'Journal rows that are committed and not yet published.', { rows: 'cloudops_ingest_relay_lag_rows' }),
    panel('Series', 'short', 'Series in the catalogue.', { series: 'cloudops_ingest_series' }),
    panel('Scrapes', 'ops', 'Own scrapes a second.', { scrapes: rate('cloudops_ingest_scrapes_total') }),
  ],
  anomaly: [
    panel('Points scored', 'ops', 'Points a second that a detector judged.', { points: rate('cloudops_anomaly_points_scored_total') }),
    panel('Scoring lag', 's', 'Age of the newest scored point; above the scrape interval the detector is behind.', {
      lag: 'cloudops_anomaly_scoring_lag_seconds',
    }),
    panel('Views', 'short', 'Views of series that are watched.', { views: 'cloudops_anomaly_views' }),
    panel('Anomalies and incidents', 'ops', 'How often something is found, and how often that is worth an incident.', {
      anomalies: rate('cloudops_anomaly_detected_total'),
      incidents: rate('cloudops_anomaly_incidents_opened_total'),
    }),
  ],
  remediation: [
    panel('Steps', 'ops', 'Steps of remediations, as they happen.', { events: rate('cloudops_remediation_events_total') }),
    panel('Time of a stage p95', 's', 'From one step to the next.', { p95: p95('cloudops_remediation_stage_seconds') }),
    panel('Kill switch', 'short', '1 while no action may run.', { engaged: 'cloudops_remediation_kill_switch_engaged' }),
  ],
};

export const ownPanels = (service: string): readonly Panel[] => OWN[service] ?? [];
