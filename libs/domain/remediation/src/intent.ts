import type { Action, EntityRef } from '@cloudops/contracts';
import type { ActionOutcome } from './remediation-command.ts';

/** Whether an intent does the action of its remediation or undoes it. */
export type IntentPurpose = 'act' | 'rollback';

/** An action that the executor may do once, under this id as idempotency key. */
export interface Intent {
  /** The idempotency key: the remediation's id, with `~rollback` behind it to undo. */
  readonly id: string;
  readonly remediationId: string;
  readonly purpose: IntentPurpose;
  readonly action: Action;
  readonly actionHash: string;
  readonly target: EntityRef;
  /** State of the target that the dry run saw and the action counts on. */
  readonly pins: Readonly<Record<string, string>>;
  readonly fencingToken: number;
  /** After it nothing is started any more. */
  readonly deadlineAt: Date;
  /** `acting`: it may have been done; only `observe` can tell. */
  readonly status: 'pending' | 'acting';
}

export type IntentProgress =
  { readonly status: 'pending' | 'acting'; readonly deadlineAt: Date } | { readonly status: 'finished'; readonly outcome: ActionOutcome };

/** What became of committed intents; written by the executor. */
export abstract class Intents {
  abstract progress(id: string): Promise<IntentProgress | undefined>;
  /** Takes back an intent that nobody has taken; false when the executor was first. */
  abstract withdraw(id: string, reason: string): Promise<boolean>;
}
