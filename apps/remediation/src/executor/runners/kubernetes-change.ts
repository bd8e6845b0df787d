import type { Action } from '@cloudops/contracts';
import type { KubernetesObject } from '@kubernetes/client-node';
import type { KubernetesSpec } from './kubernetes-runner.ts';

export const KEY = 'cloudops.ai/idempotency-key';
export const TOKEN = 'cloudops.ai/fencing-token';
const RESTARTED = 'kubectl.kubernetes.io/restartedAt';

/** What is read of a Deployment, StatefulSet or DaemonSet. */
export type Workload = KubernetesObject & { spec?: { replicas?: number } };

export interface Change {
  /** Of the workload, for the patch; the time goes into a restart. */
  readonly spec: (now: Date) => object;
  /** The same for people. */
  readonly shown: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** Body of the patch that undoes it; null where nothing does. */
  readonly undo: string | null;
}
type Refusal = { readonly message: string };

export const pathOf = ({ namespace, workload: { kind, name } }: KubernetesSpec): string =>
  `/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;

/** The patch of an action on the workload as it is now, or why there is none. */
export function changeOf(spec: KubernetesSpec, action: Action, found: Workload): Change | Refusal {
  if (action.kind === 'restart-workload') return RESTART;
  if (action.kind !== 'scale-workload') return { message: `Kubernetes cannot ${action.kind}, only restart-workload and scale-workload` };
  const from = found.spec?.replicas;
  if (!spec.replicas || from === undefined || spec.workload.kind === 'DaemonSet')
    return { message: 'It can only be scaled when it has replicas and the inventory bounds them (runner.replicas)' };
  const { min, max } = spec.replicas;
  const to = from + action.by;
  if (to < min || to > max)
    return { message: `${from} replicas and ${action.by} more are outside of the ${min} to ${max} of the inventory` };
  return scale(from, to);
}

/** Back to what the pins say was there before. */
export const undoOf = (action: Action, pins: Readonly<Record<string, string>>): Change | Refusal =>
  action.kind === 'scale-workload'
    ? scale(Number(pins['replicas']) + action.by, Number(pins['replicas']))
    : { message: 'A rollout cannot be undone: the pods that were there are gone' };

/** State that the action counts on. A restart is bound to the generation: a deployment since then was another decision. */
export const pinsOf = ({ metadata, spec }: Workload, { undo }: Change): Record<string, string> => ({
  uid: metadata?.uid ?? '',
  ...(undo === null ? { generation: String(metadata?.generation) } : { replicas: String(spec?.replicas) }),
});

/** Why the workload is not the one that was shown; `undefined` when it is. */
export function fits(action: Action, found: Workload, pins: Readonly<Record<string, string>>, undo: boolean): string | undefined {
  if (found.metadata?.uid !== pins['uid']) return 'The workload was deleted and made anew since it was shown';
  if (action.kind === 'restart-workload' && String(found.metadata?.generation) !== pins['generation'])
    return `It was changed since it was shown: generation ${pins['generation']} then, ${found.metadata?.generation} now`;
  if (action.kind !== 'scale-workload') return undefined;
  const expected = Number(pins['replicas']) + (undo ? action.by : 0);
  return found.spec?.replicas === expected ? undefined : `Somebody else scaled it: ${expected} expected, ${found.spec?.replicas} found`;
}

const RESTART: Change = {
  spec: (now) => ({ template: { metadata: { annotations: { [RESTARTED]: now.toISOString() } } } }),
  shown: `{"spec":{"template":{"metadata":{"annotations":{"${RESTARTED}":"<time of the call>"}}}}}`,
  ...{ what: 'pods', from: 'the ones that run', to: 'new ones, rolled out as the workload says', undo: null },
};

const scale = (from: number, to: number): Change => ({
  spec: () => ({ replicas: to }),
  ...{ what: 'replicas', from: String(from), to: String(to) },
  shown: JSON.stringify({ spec: { replicas: to } }),
  undo: JSON.stringify({ spec: { replicas: from } }),
});
