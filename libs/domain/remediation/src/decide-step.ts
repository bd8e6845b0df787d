import { sameEntity, type DryRun, type InventoryEntry } from '@cloudops/contracts';
import { actionHash } from './action-hash.ts';
import { decidePolicy } from './decide-policy.ts';
import type { Intent } from './intent.ts';
import type { Policy } from './policy.ts';
import type { ActionOutcome } from './remediation-command.ts';
import type { RemediationRecord } from './remediation-record.ts';
import type { RunnerAnswer } from './runner.ts';

export interface ExecutorFacts {
  readonly record: RemediationRecord | undefined;
  /** From the executor's own table, not from the record. */
  readonly dryRun: DryRun | null;
  readonly entry: InventoryEntry | undefined;
  readonly policy: Policy;
  readonly killSwitch: { readonly engaged: boolean; readonly reason: string };
}

/** Why the executor must not act on an intent now, from its own reading of policy, inventory and switch; `undefined` when it may. */
export function objection(intent: Intent, { record, dryRun, entry, policy, killSwitch }: ExecutorFacts, now: Date): string | undefined {
  if (killSwitch.engaged) return `The kill switch is engaged: ${killSwitch.reason}`;
  if (now.getTime() >= intent.deadlineAt.getTime()) return `The deadline ${intent.deadlineAt.toISOString()} has passed`;
  if (!record) return 'There is no remediation behind this intent';
  const undo = intent.purpose === 'rollback';
  const waits = undo ? record.state === 'rolling-back' : record.state === 'intent-committed' || record.state === 'acting';
  if (!waits) return `The remediation is ${record.state}`;
  if (!dryRun) return 'There is no dry run of this action';
  const { action, target } = intent;
  const bound = actionHash({ action, target, runbook: record.runbook, signals: record.checks, dryRun: { ...dryRun, pins: intent.pins } });
  if (bound !== intent.actionHash || bound !== record.actionHash) return 'The action is not the one that was approved';
  if (!entry) return `The inventory has no ${intent.action.target}`;
  if (!sameEntity(entry.entity, intent.target)) return `The inventory says that ${entry.id} is another entity`;
  // undoing what was approved needs no second approval
  if (undo) return undefined;
  const decision = decidePolicy(policy.rules, { runbookId: record.runbook.id, action, target, runner: entry.runner.kind });
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

/** What follows from the answer to a call that acts. */
export function afterAct(answer: RunnerAnswer, deadlinePassed: boolean, now: Date): ExecutorStep {
  const { message } = answer;
  switch (answer.kind) {
    case 'done':
    case 'failed':
    case 'refused':
      return ended(answer.kind, message, now);
    case 'unsent':
      return deadlinePassed ? finish({ kind: 'not-done', message }) : { do: 'wait' };
    case 'never':
    case 'begun':
    case 'lost':
      return { do: 'observe' };
  }
}

/** What follows from observing an intent that may have been done. Only `never` allows to act, under the same key. */
export function afterObserve(answer: RunnerAnswer, deadlinePassed: boolean, objection: string | undefined, now: Date): ExecutorStep {
  const { message } = answer;
  switch (answer.kind) {
    case 'done':
    case 'failed':
    case 'refused':
      return ended(answer.kind, message, now);
    case 'never':
      return objection === undefined ? { do: 'act' } : finish({ kind: 'not-done', message: objection });
    case 'begun':
    case 'unsent':
    case 'lost':
      return deadlinePassed ? finish({ kind: 'unknown', message }) : { do: 'wait' };
  }
}

/** What is certain ends the intent, whoever was asked. */
function ended(kind: 'done' | 'failed' | 'refused', message: string, now: Date): ExecutorStep {
  if (kind === 'done') return finish({ kind, finishedAt: now, message });
  return finish({ kind: kind === 'refused' ? 'not-done' : kind, message });
}

const finish = (outcome: ActionOutcome): ExecutorStep => ({ do: 'finish', outcome });
