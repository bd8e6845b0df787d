import { DomainError, type RemediationState } from '@cloudops/contracts';
import type { RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';
import { TRANSITIONS } from './transitions.ts';

/** @throws DomainError `internal` (`illegal-transition`) when the event cannot follow the state; nothing is written then. */
export function evolve(state: RemediationRecord | undefined, event: RemediationEvent): RemediationRecord {
  if (event.type === 'proposed') {
    if (state) throw illegal(state.state, event.type);
    return { ...event.record, history: [{ state: 'proposed', at: event.at, reason: event.reason }] };
  }
  if (!state) throw illegal('nothing', event.type);
  const next = { ...state, version: state.version + 1, reason: event.reason };
  switch (event.type) {
    case 'revised':
      if (state.state !== 'proposed' && state.state !== 'checked') throw illegal(state.state, event.type);
      return { ...next, checks: [...event.checks], actionHash: event.actionHash };
    case 'held':
      if (state.state !== 'approved') throw illegal(state.state, event.type);
      return next;
    case 'progressed':
      if (state.state !== 'verifying' && state.state !== 'shadowing') throw illegal(state.state, event.type);
      return { ...next, checks: [...event.checks] };
    case 'settled':
      if (state.state !== 'verified') throw illegal(state.state, event.type);
      return { ...next, settledAt: event.at };
    case 'checked':
      return move({ ...next, dryRun: event.dryRun, actionHash: event.actionHash }, event.type, event);
    case 'shadowed':
      return move({ ...next, settledAt: event.at, recoveredAlone: event.recoveredAlone }, event.type, event);
    case 'approved':
      return move({ ...next, approvedBy: event.by }, event.type, event);
    case 'leased':
      return move({ ...next, fencingToken: event.fencingToken }, event.type, event);
    case 'intent-committed':
      return move({ ...next, startedAt: event.at }, event.type, event);
    case 'verifying':
      return move({ ...next, finishedAt: event.finishedAt }, event.type, event);
    case 'verified':
      return move({ ...next, verifiedAt: event.at }, event.type, event);
    case 'failed':
    case 'rolled-back':
    case 'unknown':
      return move({ ...next, escalated: true }, event.type, event);
    default:
      return move(next, event.type, event);
  }
}

/** Applies events in order; `undefined` only when there were none and nothing existed. */
export const evolveAll = (state: RemediationRecord | undefined, events: readonly RemediationEvent[]): RemediationRecord | undefined =>
  events.reduce<RemediationRecord | undefined>(evolve, state);

function move(record: RemediationRecord, to: RemediationState, { at, reason }: RemediationEvent): RemediationRecord {
  if (!TRANSITIONS[record.state].includes(to)) throw illegal(record.state, to);
  return { ...record, state: to, history: [...record.history, { state: to, at, reason }] };
}

const illegal = (from: string, event: string): DomainError =>
  new DomainError('internal', 'illegal-transition', `A remediation that is ${from} cannot become ${event}`);
