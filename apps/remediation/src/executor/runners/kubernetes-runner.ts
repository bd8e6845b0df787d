import type { KubernetesObject, KubernetesObjectApi, PatchStrategy } from '@kubernetes/client-node';
import type { Action, InventoryEntry, RunnerSpec } from '@cloudops/contracts';
import { Runner, type DryRunAnswer, type RunnerAnswer, type RunnerCall } from '@cloudops/domain-remediation';
import { answerOf, describeFault } from './kubernetes-faults.ts';
import { changeOf, fits, KEY, pathOf, pinsOf, TOKEN, undoOf, type Change, type Workload } from './kubernetes-change.ts';
import { within } from './within.ts';
import { specOf } from './spec-of.ts';

export type KubernetesSpec = Extract<RunnerSpec, { kind: 'kubernetes' }>;
const MANAGER = 'cloudops';
// the client is large and only loaded where something is behind it
const STRATEGIC = 'application/strategic-merge-patch+json' as PatchStrategy;

/**
 * Restarts (the annotation of `kubectl rollout restart`) or scales one workload. Key and fencing token are annotations that the same
 * patch sets, on the version of the workload that was read: of two patches that were begun from the same state only one can happen.
 */
export class KubernetesRunner extends Runner {
  constructor(private readonly connect: (spec: KubernetesSpec) => Promise<KubernetesObjectApi>) {
    super();
  }

  override async dryRun(entry: InventoryEntry, action: Action, signal: AbortSignal): Promise<DryRunAnswer> {
    const spec = specOf(entry, 'kubernetes');
    try {
      const api = await this.connect(spec);
      const found = await read(api, spec, signal);
      const change = changeOf(spec, action, found);
      if ('message' in change) return { ok: false, message: change.message };
      await this.#patch(api, { spec, found, change, annotations: {} }, signal, 'All');
      return { ok: true, dryRun: describe(spec, found, change) };
    } catch (error) {
      return { ok: false, message: describeFault(error) };
    }
  }

  override async act(call: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer> {
    const { entry, action, idempotencyKey, fencingToken, pins, undo } = call;
    const spec = specOf(entry, 'kubernetes');
    let sent = false;
    try {
      const api = await this.connect(spec);
      const found = await read(api, spec, signal);
      const { annotations = {} } = found.metadata ?? {};
      if (annotations[KEY] === idempotencyKey) return { kind: 'done', message: 'Done before, under the same key' };
      if (Number(annotations[TOKEN] ?? -1) > fencingToken)
        return { kind: 'refused', message: `Fencing token ${fencingToken} is stale: ${annotations[TOKEN]} has acted` };
      const changed = fits(action, found, pins, undo);
      if (changed !== undefined) return { kind: 'refused', message: changed };
      const change = undo ? undoOf(action, pins) : changeOf(spec, action, found);
      if ('message' in change) return { kind: 'refused', message: change.message };
      sent = true;
      await this.#patch(api, { spec, found, change, annotations: { [KEY]: idempotencyKey, [TOKEN]: String(fencingToken) } }, signal);
      return { kind: 'done', message: `${pathOf(spec)}: ${change.what} ${change.from} -> ${change.to}` };
    } catch (error) {
      return sent ? answerOf(error) : { kind: 'unsent', message: describeFault(error) };
    }
  }

  override async observe({ entry, idempotencyKey, fencingToken }: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer> {
    const spec = specOf(entry, 'kubernetes');
    try {
      const { annotations = {} } = (await read(await this.connect(spec), spec, signal)).metadata ?? {};
      if (annotations[KEY] === idempotencyKey) return { kind: 'done', message: 'The workload carries the key' };
      if (Number(annotations[TOKEN] ?? -1) > fencingToken)
        return { kind: 'lost', message: 'A later action has written over the key, so that nobody can tell' };
      return { kind: 'never', message: 'The workload does not carry the key' };
    } catch (error) {
      return { kind: 'unsent', message: describeFault(error) };
    }
  }

  async #patch(
    api: KubernetesObjectApi,
    { spec, found, change, annotations }: { spec: KubernetesSpec; found: Workload; change: Change; annotations: Record<string, string> },
    signal: AbortSignal,
    dryRun?: 'All',
  ): Promise<void> {
    const { resourceVersion } = found.metadata ?? {};
    const identity = { ...head(spec), metadata: { ...head(spec).metadata, resourceVersion, annotations } };
    const body = { ...identity, spec: change.spec(new Date()) } as KubernetesObject;
    await within(signal, api.patch(body, undefined, dryRun, MANAGER, undefined, STRATEGIC));
  }
}

const head = ({ namespace, workload }: KubernetesSpec) => ({
  ...{ apiVersion: 'apps/v1', kind: workload.kind },
  metadata: { name: workload.name, namespace },
});

const read = (api: KubernetesObjectApi, spec: KubernetesSpec, signal: AbortSignal): Promise<Workload> =>
  within(signal, api.read<Workload>(head(spec)));

function describe(spec: KubernetesSpec, found: Workload, change: Change) {
  const { what, from, to, undo } = change;
  return {
    at: new Date().toISOString(),
    calls: [`PATCH ${pathOf(spec)} ${change.shown}`],
    changes: [{ what: `${what} of ${spec.workload.kind} ${spec.namespace}/${spec.workload.name}`, from, to }],
    pins: pinsOf(found, change),
    reversible: undo !== null,
    rollback: undo === null ? null : `PATCH ${pathOf(spec)} ${undo}`,
  };
}
