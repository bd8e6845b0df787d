import type { Action, EntityRef } from '@cloudops/contracts';
import type { ActionOutcome } from './remediation-command.ts';

/** An action that the executor may do once, under this id as idempotency key. */
export interface Intent {
  /** The remediation's id, and the idempotency key. */
  readonly id: string;
  readonly action: Action;
  readonly actionHash: string;
  readonly target: EntityRef;
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
