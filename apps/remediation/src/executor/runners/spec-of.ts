import type { InventoryEntry, RunnerKind, RunnerSpec } from '@cloudops/contracts';

/** How a target is reached, for the runner that was chosen by exactly that. */
export function specOf<K extends RunnerKind>({ id, runner }: InventoryEntry, kind: K): Extract<RunnerSpec, { kind: K }> {
  if (runner.kind !== kind) throw new Error(`${id} is behind ${runner.kind}, not ${kind}`);
  return runner as Extract<RunnerSpec, { kind: K }>;
}
