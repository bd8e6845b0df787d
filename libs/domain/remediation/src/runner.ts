import type { Action, DryRun, InventoryEntry } from '@cloudops/contracts';

/** One action, or the undoing of it, as a runner gets it. */
export interface RunnerCall {
  readonly entry: InventoryEntry;
  readonly action: Action;
  /** From the dry run that was approved: the runner refuses when the target is no longer like this. */
  readonly pins: Readonly<Record<string, string>>;
  /** Undo instead: bring back what `pins` say was there before. */
  readonly undo: boolean;
  /** Of this call, and of nothing else ever; an undo has its own. */
  readonly idempotencyKey: string;
  readonly fencingToken: number;
}

export type DryRunAnswer = { readonly ok: true; readonly dryRun: DryRun } | { readonly ok: false; readonly message: string };

/** How a call ended, or what is known of it. */
export type RunnerAnswer =
  | { readonly kind: 'done'; readonly message: string }
  /** Tried, and it did not work. */
  | { readonly kind: 'failed'; readonly message: string }
  /** Certainly nothing was done, and a second try would not help: stale token, changed target, not allowed. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Answer of `observe` alone: certainly not done so far, so that it may be done now. */
  | { readonly kind: 'never'; readonly message: string }
  /** Begun, and not known to have ended; observe again. */
  | { readonly kind: 'begun'; readonly message: string }
  /** Certainly never reached the other side; may be tried again. */
  | { readonly kind: 'unsent'; readonly message: string }
  /** May have reached it; observe. */
  | { readonly kind: 'lost'; readonly message: string };

/** Talks to one kind of target. Never throws for what the other side does; knows nothing of policy, approvals or time limits of others. */
export abstract class Runner {
  /** Reads only; says the exact calls and what would change, or why it cannot be done. */
  abstract dryRun(entry: InventoryEntry, action: Action, signal: AbortSignal): Promise<DryRunAnswer>;
  /** Does it once; a key that was used before is not done again. */
  abstract act(call: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer>;
  /** Reads only: whether the call of this key happened. */
  abstract observe(call: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer>;
}
