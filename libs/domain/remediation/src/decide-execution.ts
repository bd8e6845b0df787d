import { guard, type ActionFacts } from './guardrails.ts';
import type { ActionOutcome } from './remediation-command.ts';
import { SYSTEM, type RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

/** Lease and intent of an approved action, unless it has run out or a guardrail objects. */
export function decideStart(state: RemediationRecord, facts: ActionFacts, fencingToken: number, now: Date): RemediationEvent[] {
  if (state.state !== 'approved') return [];
  const expired = decideExpiry(state, now);
  if (expired.length > 0) return expired;
  const step = { at: now.toISOString(), by: SYSTEM };
  const verdict = guard(facts, state.limits, now);
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
  if ((state.state !== 'proposed' && state.state !== 'approved') || now.getTime() < Date.parse(state.expiresAt)) return [];
  const reason = state.state === 'proposed' ? 'Nobody approved in time' : `Approved, but could not start in time: ${state.reason}`;
  return [{ type: 'expired', at: now.toISOString(), by: SYSTEM, reason }];
}

export function decideActing(state: RemediationRecord, now: Date): RemediationEvent[] {
  if (state.state !== 'intent-committed') return [];
  return [{ type: 'acting', at: now.toISOString(), by: SYSTEM, reason: 'The executor took the intent' }];
}

/** The executor's word on the intent, taken once. */
export function decideOutcome(state: RemediationRecord, outcome: ActionOutcome, now: Date): RemediationEvent[] {
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
