import type { Labels, TopologyEdge } from '@cloudops/contracts';

/** A query whose result says who depends on whom, and how each of its series is read. */
export interface TopologyQuery {
  readonly source: Exclude<TopologyEdge['source'], 'config'>;
  readonly relation: TopologyEdge['relation'];
  readonly promql: string;
  /** Labels that name the two ends; nothing where the series says nothing. */
  readonly ends: (labels: Labels) => { readonly from: Labels; readonly to: Labels } | undefined;
}

/** What the connector `servicegraph` of the OpenTelemetry collector and Tempo write; `user` stands for callers that were not traced. */
export const SERVICE_GRAPH: TopologyQuery = {
  source: 'service-graph',
  relation: 'calls',
  promql: 'sum by (client, server) (increase(traces_service_graph_request_total[10m])) > 0',
  ends: ({ client, server }) =>
    !client || !server || client === 'user' ? undefined : { from: { service_name: client }, to: { service_name: server } },
};

const labelled = (relation: TopologyEdge['relation'], promql: string, ends: TopologyQuery['ends']): TopologyQuery => {
  return { source: 'labels', relation, promql, ends };
};

/** What labels of common exporters say. */
export const LABELS: readonly TopologyQuery[] = [
  labelled('runs-on', 'group by (namespace, pod, node) (kube_pod_info{node!=""})', ({ namespace, pod, node }) =>
    pod && node ? { from: { pod, ...(namespace && { namespace }) }, to: { node } } : undefined,
  ),
  labelled('runs-on', 'group by (name, instance) (container_last_seen{name!=""})', ({ name, instance }) =>
    name && instance ? { from: { container: name }, to: { node: instance.replace(/:\d{1,5}$/, '') } } : undefined,
  ),
  labelled('consists-of', 'group by (job, instance) (up)', ({ job, instance }) =>
    job && instance ? { from: { service_name: job }, to: { job, instance } } : undefined,
  ),
];
