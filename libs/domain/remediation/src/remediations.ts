import type { RemediationState } from '@cloudops/contracts';
import type { ActionFacts, StartScope } from './guardrails.ts';
import type { RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';
import { isFinal } from './transitions.ts';

export interface RemediationQuery {
  readonly state?: RemediationState | undefined;
  readonly incidentId?: string | undefined;
  readonly limit: number;
  /** Continues a truncated answer. */
  readonly cursor?: string | undefined;
}

export interface RemediationPage {
  readonly remediations: readonly RemediationRecord[];
  readonly cursor: string | null;
}

/** Every remediation there ever was. A decision, its audit rows and its outgoing events are one transaction. */
export abstract class Remediations {
  abstract get(id: string): Promise<RemediationRecord | undefined>;

  /** Newest proposal first. */
  abstract list(query: RemediationQuery): Promise<RemediationPage>;

  /**
   * Locks the remediation, decides, and writes the outcome: state, intent, audit rows, outbox rows. No events, no writes.
   * @throws what `decide` throws, with nothing written.
   */
  abstract update(
    id: string,
    decide: (state: RemediationRecord | undefined) => readonly RemediationEvent[],
  ): Promise<RemediationRecord | undefined>;

  /** As `update` for several at once, locked in order of id, in one transaction. */
  abstract updateAll(
    ids: readonly string[],
    decide: (id: string, state: RemediationRecord | undefined) => readonly RemediationEvent[],
  ): Promise<void>;

  /** As `update`, with the ledger of actions read under a lock that every starting action takes; `now` ends the hour that is counted. */
  abstract start(
    id: string,
    { now, scope }: { readonly now: Date; readonly scope: StartScope },
    decide: (state: RemediationRecord, facts: ActionFacts) => readonly RemediationEvent[],
  ): Promise<RemediationRecord | undefined>;

  /** Ids whose timer has run out, oldest first; each is handed out again only after `againAt` (`SELDOM_MS` later where nobody waits), so that a crash loses no timer. */
  abstract takeDue(now: Date, againAt: Date, limit: number): Promise<readonly string[]>;
}

/** The executor's dry run is looked for this much after the proposal at first. */
const FIRST_LOOK_MS = 400;
/** Where nobody waits for the answer it is looked for this seldom. */
export const SELDOM_MS = 15_000;
export const SELDOM: readonly RemediationState[] = ['verified', 'shadowing'];

/** When a remediation that has just come into its state needs attention next; `null` once nothing can happen any more. */
export function wakeAt(record: RemediationRecord, now: Date): Date | null {
  const { state, settledAt } = record;
  if (isFinal(state) || (state === 'verified' && settledAt !== null)) return null;
  if (state === 'checked') return new Date(record.expiresAt);
  if (state === 'proposed') return new Date(now.getTime() + FIRST_LOOK_MS);
  return SELDOM.includes(state) ? new Date(now.getTime() + SELDOM_MS) : now;
}
