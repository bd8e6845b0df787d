import type { EntityRef, Labels } from '@cloudops/contracts';
import { canonicalLabels, deriveEntity, entityName } from '@cloudops/domain-series';

/** Jobs whose `instance` is a reporter, not the thing that is reported on. */
const REPORTERS = /kube-state-metrics|kubelet|cadvisor|blackbox|snmp|pushgateway/i;

/** Sets of labels, the most telling first, whose series may say which entity is meant. */
export function tellingLabels(labels: Labels): Labels[] {
  const { job, instance, pod, namespace, container, service, service_name } = labels;
  const own = job !== undefined && REPORTERS.test(job) ? [] : [pick({ job, instance }), pick({ instance })];
  const place = [pick({ namespace, pod, container }), pick({ namespace, pod })].filter((set) => 'pod' in set);
  const name = service_name ?? service;
  const named: Labels[] = name === undefined ? [] : [{ service_name: name }, { service: name }, { job: name }];
  const alone: Labels[] = instance === undefined && pod === undefined && job !== undefined ? [{ job }] : [];
  const sets = [...own.filter((set) => 'instance' in set), ...place, ...(instance === undefined ? named : []), ...alone];
  return sets.filter((set, i) => sets.findIndex((other) => JSON.stringify(other) === JSON.stringify(set)) === i);
}

/** The entity that labels name when no series carries them; as metrics-ingest would where they have an `instance` or a `job`. */
export function namedEntity(environment: string, labels: Labels): EntityRef {
  const { job, instance, namespace, pod, container, node, deployment, statefulset, daemonset, service, service_name } = labels;
  const inNamespace = (name: string): string => entityName(namespace === undefined ? name : `${namespace}/${name}`);
  const reported = job === undefined || REPORTERS.test(job) || instance === undefined;
  if (reported && pod !== undefined) return { environment, kind: 'pod', id: inNamespace(pod) };
  if (reported && container !== undefined) return { environment, kind: 'container', id: inNamespace(container) };
  if (reported && node !== undefined) return { environment, kind: 'host', id: entityName(node) };
  const workload = service_name ?? service ?? deployment ?? statefulset ?? daemonset;
  if (reported && workload !== undefined) return { environment, kind: 'service', id: inNamespace(workload) };
  return deriveEntity(environment, canonicalLabels(labels));
}

const pick = (labels: Record<string, string | undefined>): Labels =>
  Object.fromEntries(Object.entries(labels).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
