import type { AnomalyLinks } from '@cloudops/contracts';

/** Grafana Explore with a query and its range, as Grafana 10 and later read it. @param base address of Grafana. @param datasource uid of the Prometheus in it. */
export function grafanaLink({ query, from, to }: Pick<AnomalyLinks, 'query' | 'from' | 'to'>, base: string, datasource: string): string {
  const pane = {
    datasource,
    queries: [{ refId: 'A', expr: query, datasource: { type: 'prometheus', uid: datasource } }],
    range: { from: String(from), to: String(to) },
  };
  return `${base.replace(/\/+$/, '')}/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ a: pane }), orgId: '1' }).toString()}`;
}
