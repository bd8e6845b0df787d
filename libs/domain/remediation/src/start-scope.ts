import type { InventoryEntry } from '@cloudops/contracts';
import { frozen } from './freeze.ts';
import type { StartScope } from './guardrails.ts';
import type { Policy } from './policy.ts';
import type { RemediationRecord } from './remediation-record.ts';

/** What is around the target of a remediation, in inventory and policy as they are now. */
export function startScope(
  { action, target }: Pick<RemediationRecord, 'action' | 'target'>,
  { policy, entries }: { policy: Policy; entries: readonly InventoryEntry[] },
  now: Date,
): StartScope {
  const entry = entries.find(({ id }) => id === action.target);
  const group = entry?.group ?? null;
  return {
    group: group === null ? [] : entries.filter((e) => e.group === group).map(({ id }) => id),
    dependsOn: entry?.dependsOn ?? [],
    freeze: frozen(policy.freezes, target, now),
  };
}
