import type { Remediation } from '@cloudops/contracts';
import { actionHash } from './action-hash.ts';
import { POLICY, SYSTEM, type RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';
import type { DryRunAnswer } from './runner.ts';

/** The executor's dry run, taken once: the exact calls become part of what is approved, and policy's answer follows. */
export function decideCheck(state: RemediationRecord, answer: DryRunAnswer, now: Date): RemediationEvent[] {
  if (state.state !== 'proposed') return [];
  const at = now.toISOString();
  if (!answer.ok) return [{ type: 'refused', at, by: SYSTEM, reason: `The dry run says that it cannot be done: ${answer.message}` }];
  const { dryRun } = answer;
  const hash = actionHash({ ...state, signals: state.checks, dryRun });
  return [
    { type: 'checked', at, by: SYSTEM, dryRun, actionHash: hash, reason: `The executor would do: ${dryRun.calls.join('; ')}` },
    ...policysAnswer(state.policy, hash, at),
  ];
}

/** What policy's mode makes of a proposal; a person is asked by no event. */
export function policysAnswer(policy: Remediation['policy'], hash: string, at: string): RemediationEvent[] {
  const why = { at, by: POLICY, reason: `Policy rule ${policy.rule}: ${policy.reason}` };
  switch (policy.mode) {
    case 'refuse':
      return [{ type: 'refused', ...why }];
    case 'shadow':
      return [{ type: 'shadowing', ...why }];
    case 'suggest':
      return [{ type: 'suggested', ...why }];
    case 'auto':
      return [{ type: 'approved', actionHash: hash, ...why }];
    case 'approve':
      return [];
  }
}
