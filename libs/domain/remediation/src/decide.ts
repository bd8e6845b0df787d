import { DomainError } from '@cloudops/contracts';
import { decideApproval } from './decide-approval.ts';
import { decideActing, decideExpiry, decideOutcome, decideStart } from './decide-execution.ts';
import { decideCheck } from './decide-check.ts';
import { decideProposal } from './decide-proposal.ts';
import { decideRecurrence } from './decide-recurrence.ts';
import { decideVerification } from './decide-verification.ts';
import type { RemediationCommand } from './remediation-command.ts';
import { SYSTEM, type RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';
import { UNSTARTED } from './transitions.ts';

/**
 * What a command does to a remediation, each event with its reason. Commands of the system that come twice, late or out of order
 * give no events; people's commands that no longer fit are errors, so that they learn of it.
 * @throws DomainError `not-found` when there is no such remediation, and those of `decideApproval`.
 */
export function decide(command: RemediationCommand, state: RemediationRecord | undefined): RemediationEvent[] {
  if (command.type === 'propose') return decideProposal(command, state);
  if (!state) throw new DomainError('not-found', 'remediation-unknown', 'There is no such remediation');
  switch (command.type) {
    case 'record-check':
      return decideCheck(state, command.answer, command.now);
    case 'approve':
    case 'refuse':
      return decideApproval(command, state);
    case 'withdraw':
      if (!UNSTARTED.includes(state.state)) return [];
      return [{ type: 'refused', at: command.now.toISOString(), by: SYSTEM, reason: command.reason }];
    case 'expire':
      return decideExpiry(state, command.now);
    case 'start':
      return decideStart(state, command);
    case 'record-acting':
      return decideActing(state, command.now);
    case 'record-outcome':
      return decideOutcome(state, command.purpose, command.outcome, command.now);
    case 'verify':
      return decideVerification(state, command.points, command.now);
    case 'watch':
      return decideRecurrence(state, command.points, command.now);
  }
}
