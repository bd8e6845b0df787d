import { sameEntity, type InventoryEntry, type SupervisorReply } from '@cloudops/contracts';
import { actionHash } from './action-hash.ts';
import { decidePolicy } from './decide-policy.ts';
import type { Intent } from './intent.ts';
import type { Policy } from './policy.ts';
import type { ActionOutcome } from './remediation-command.ts';
import type { RemediationRecord } from './remediation-record.ts';

export interface ExecutorFacts {
  readonly record: RemediationRecord | undefined;
  readonly entry: InventoryEntry | undefined;
  readonly policy: Policy;
  readonly killSwitch: { readonly engaged: boolean; readonly reason: string };
}

/** Why the executor must not act on an intent now, from its own reading of policy, inventory and switch; `undefined` when it may. */
export function objection(intent: Intent, { record, entry, policy, killSwitch }: ExecutorFacts, now: Date): string | undefined {
  if (killSwitch.engaged) return `The kill switch is engaged: ${killSwitch.reason}`;
  if (now.getTime() >= intent.deadlineAt.getTime()) return `The deadline ${intent.deadlineAt.toISOString()} has passed`;
  if (!record) return 'There is no remediation behind this intent';
  if (record.state !== 'intent-committed' && record.state !== 'acting') return `The remediation is ${record.state}`;
  const bound = actionHash({ action: intent.action, target: intent.target, runbook: record.runbook, signals: record.checks });
  if (bound !== intent.actionHash || bound !== record.actionHash) return 'The action is not the one that was approved';
  if (!entry) return `The inventory has no ${intent.action.target}`;
  if (!sameEntity(entry.entity, intent.target)) return `The inventory says that ${entry.id} is another entity`;
  const decision = decidePolicy(policy.rules, { runbookId: record.runbook.id, action: intent.action, target: intent.target });
  if (decision.mode === 'auto') return undefined;
  const person = record.approvedBy?.role === 'approver' || record.approvedBy?.role === 'admin';
  if (decision.mode === 'approve' && person) return undefined;
  return `Policy rule ${decision.rule} says ${decision.mode}: ${decision.reason}`;
}

export type ExecutorStep =
  | { readonly do: 'act' }
  | { readonly do: 'observe' }
  /** Look again a little later. */
  | { readonly do: 'wait' }
  | { readonly do: 'finish'; readonly outcome: ActionOutcome };

/** What came back from the supervisor; `unsent` is certain not to have reached it, `lost` may have. */
export type SupervisorAnswer =
  { readonly kind: 'reply'; readonly reply: SupervisorReply } | { readonly kind: 'unsent' | 'lost'; readonly message: string };

/** What follows from the answer to `restart`. */
export function afterAct(answer: SupervisorAnswer, deadlinePassed: boolean, now: Date): ExecutorStep {
  if (answer.kind === 'lost') return { do: 'observe' };
  if (answer.kind !== 'reply') return deadlinePassed ? finish({ kind: 'not-done', message: answer.message }) : { do: 'wait' };
  const { outcome, message } = answer.reply;
  if (outcome === 'done') return finish({ kind: 'done', finishedAt: now, message });
  if (outcome === 'failed') return finish({ kind: 'failed', message });
  if (outcome === 'stale' || outcome === 'unknown-workload' || outcome === 'invalid') return finish({ kind: 'not-done', message });
  return { do: 'observe' };
}

/** What follows from the answer to `observe` about an intent that may have been done. Only `never` allows to act, under the same key. */
export function afterObserve(answer: SupervisorAnswer, deadlinePassed: boolean, objection: string | undefined, now: Date): ExecutorStep {
  if (answer.kind === 'reply') {
    const { outcome, message } = answer.reply;
    if (outcome === 'done') return finish({ kind: 'done', finishedAt: now, message });
    if (outcome === 'failed') return finish({ kind: 'failed', message });
    if (outcome === 'never') return objection === undefined ? { do: 'act' } : finish({ kind: 'not-done', message: objection });
    if (outcome === 'unknown-workload') return finish({ kind: 'not-done', message });
  }
  if (!deadlinePassed) return { do: 'wait' };
  const message = answer.kind === 'reply' ? answer.reply.message : answer.message;
  return finish({ kind: 'unknown', message });
}

const finish = (outcome: ActionOutcome): ExecutorStep => ({ do: 'finish', outcome });
