import type { Actor, RemediationState } from '@cloudops/contracts';
import { guard } from './guardrails.ts';
import type { IntentPurpose } from './intent.ts';
import type { ActionOutcome, RemediationCommand } from './remediation-command.ts';
import { SYSTEM, type RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

type Start = Extract<RemediationCommand, { type: 'start' }>;

/** Limits that remediations proposed by an older version do not carry. */
const FIRST_LIMITS = { atOnce: 3, perIncident: 3, groupShare: 0.34, breakerFailures: 3, breakerSeconds: 3600 };

const isPerson = (actor: Actor | null): boolean => actor !== null && actor.role !== 'system';

/** Lease and intent of an approved action, unless it has run out or a guardrail objects. */
export function decideStart(state: RemediationRecord, { facts, scope, fencingToken, now }: Start): RemediationEvent[] {
  if (state.state !== 'approved') return [];
  const expired = decideExpiry(state, now);
  if (expired.length > 0) return expired;
  const step = { at: now.toISOString(), by: SYSTEM };
  const verdict = guard({ facts, scope, limits: { ...FIRST_LIMITS, ...state.limits }, byPerson: isPerson(state.approvedBy) }, now);
  if (!verdict.allowed) {
    if (verdict.final) return [{ type: 'refused', reason: verdict.reason, ...step }];
    return verdict.reason === state.reason ? [] : [{ type: 'held', reason: verdict.reason, ...step }];
  }
  return [
    { type: 'leased', fencingToken, reason: `Target leased with fencing token ${fencingToken}; ${verdict.reason}`, ...step },
    { type: 'intent-committed', reason: 'The intent is committed; the executor may act', ...step },
  ];
}

/** What has not started in time does not start. */
export function decideExpiry(state: RemediationRecord, now: Date): RemediationEvent[] {
  const reason = LATE[state.state]?.(state);
  if (reason === undefined || now.getTime() < Date.parse(state.expiresAt)) return [];
  return [{ type: 'expired', at: now.toISOString(), by: SYSTEM, reason }];
}

const LATE: Partial<Record<RemediationState, (state: RemediationRecord) => string>> = {
  proposed: () => 'The executor did not say in time what it would do; is it running?',
  checked: () => 'Nobody approved in time',
  approved: ({ reason }) => `Approved, but could not start in time: ${reason}`,
};

export function decideActing(state: RemediationRecord, now: Date): RemediationEvent[] {
  if (state.state !== 'intent-committed') return [];
  return [{ type: 'acting', at: now.toISOString(), by: SYSTEM, reason: 'The executor took the intent' }];
}

/** The executor's word on an intent, taken once; an intent of another purpose than the state waits for says nothing. */
export function decideOutcome(state: RemediationRecord, purpose: IntentPurpose, outcome: ActionOutcome, now: Date): RemediationEvent[] {
  if (purpose === 'rollback') return state.state === 'rolling-back' ? [decideUndone(outcome, now)] : [];
  if (state.state !== 'intent-committed' && state.state !== 'acting') return [];
  const step = { at: now.toISOString(), by: SYSTEM };
  switch (outcome.kind) {
    case 'done': {
      const done: RemediationEvent = {
        type: 'verifying',
        finishedAt: outcome.finishedAt.toISOString(),
        reason: `Action done: ${outcome.message}`,
        ...step,
      };
      return [...decideActing(state, now), done];
    }
    case 'not-done':
      return [{ type: 'failed', reason: `Not done: ${outcome.message}`, ...step }];
    case 'failed':
      return [{ type: 'failed', reason: `The action failed: ${outcome.message}`, ...step }];
    case 'unknown':
      return [{ type: 'unknown', reason: `Outcome unknown, a person must look: ${outcome.message}`, ...step }];
  }
}

function decideUndone({ kind, message }: ActionOutcome, now: Date): RemediationEvent {
  const step = { at: now.toISOString(), by: SYSTEM };
  if (kind === 'done') return { type: 'rolled-back', reason: `It did not help and was undone: ${message}`, ...step };
  if (kind === 'unknown')
    return { type: 'unknown', reason: `It did not help, and whether it was undone is unknown, a person must look: ${message}`, ...step };
  return { type: 'failed', reason: `It did not help and could not be undone: ${message}`, ...step };
}
