import { DomainError, type Actor } from '@cloudops/contracts';
import type { RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

export interface Verdict {
  readonly type: 'approve' | 'refuse';
  readonly actor: Actor;
  readonly actionHash: string;
  readonly reason: string;
  readonly now: Date;
}

const MAY_DECIDE: readonly Actor['role'][] = ['approver', 'admin'];

/**
 * A person's yes or no, once, while the proposal lasts, for exactly the action that was shown.
 * @throws DomainError `forbidden` without the role; `conflict` when it is decided already, has expired, or is another action now.
 */
export function decideApproval(command: Verdict, state: RemediationRecord): RemediationEvent[] {
  const { type, actor, now } = command;
  if (!MAY_DECIDE.includes(actor.role)) {
    throw new DomainError(
      'forbidden',
      'role-missing',
      `Only ${MAY_DECIDE.join(' or ')} may ${type} a remediation; ${actor.id} is ${actor.role}`,
    );
  }
  if (state.state === 'proposed') {
    throw new DomainError('conflict', 'not-checked', 'What exactly would be done is still being found out; read it again in a moment');
  }
  if (state.state !== 'checked') {
    throw new DomainError('conflict', 'already-decided', `This remediation is ${state.state} and cannot be decided again: ${state.reason}`);
  }
  if (now.getTime() >= Date.parse(state.expiresAt)) {
    throw new DomainError('conflict', 'proposal-expired', `This proposal ran out at ${state.expiresAt}`);
  }
  if (command.actionHash !== state.actionHash) {
    throw new DomainError('conflict', 'action-changed', 'The action is not the one that was shown; read it again and decide on that', {
      field: 'actionHash',
    });
  }
  const words = command.reason === '' ? '' : `: ${command.reason}`;
  const step = { at: now.toISOString(), by: actor };
  return type === 'approve'
    ? [{ type: 'approved', actionHash: state.actionHash, reason: `Approved by ${actor.id}${words}`, ...step }]
    : [{ type: 'refused', reason: `Refused by ${actor.id}${words}`, ...step }];
}
