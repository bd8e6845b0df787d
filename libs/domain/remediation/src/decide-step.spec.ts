import { describe, expect, it } from '@jest/globals';
import type { SupervisorReply } from '@cloudops/contracts';
import { decide } from './decide.ts';
import { afterAct, afterObserve, objection, type ExecutorFacts } from './decide-step.ts';
import { evolveAll } from './evolve.ts';
import { intentOf } from './intent-of.ts';
import { Policy } from './policy.ts';
import type { RemediationRecord } from './remediation-record.ts';
import { NO_ACTIONS, NO_SCOPE, SAMPLE_ENTRY, sampleProposal } from './sample-proposal.ts';

const now = new Date('2026-01-01T00:00:10.000Z');
const policyOf = (mode: string) => Policy.parse({ rules: [{ id: 'r', mode, reason: 'because' }] });

function committed(): RemediationRecord {
  const proposed = evolveAll(
    undefined,
    decide(sampleProposal('rem-1', now, { policy: { mode: 'auto', rule: 'r', reason: 'x' } }), undefined),
  );
  const facts = NO_ACTIONS;
  return evolveAll(proposed, decide({ type: 'start', fencingToken: 1, facts, scope: NO_SCOPE, now }, proposed)) as RemediationRecord;
}

describe('objection', () => {
  const record = committed();
  const intent = intentOf(record, now);
  const facts: ExecutorFacts = { record, entry: SAMPLE_ENTRY, policy: policyOf('auto'), killSwitch: { engaged: false, reason: '' } };

  it('has none when everything still holds', () => expect(objection(intent, facts, now)).toBeUndefined());

  it('lets a person decide where policy asks for one', () => {
    const approvedBy = { id: 'ann', role: 'approver' } as const;
    expect(objection(intent, { ...facts, policy: policyOf('approve'), record: { ...record, approvedBy } }, now)).toBeUndefined();
    expect(objection(intent, { ...facts, policy: policyOf('approve') }, now)).toContain('approve');
  });

  it.each([
    ['kill switch', { killSwitch: { engaged: true, reason: 'stop' } }],
    ['stricter policy', { policy: policyOf('suggest') }],
    ['entry gone', { entry: undefined }],
    ['entry is another thing', { entry: { ...SAMPLE_ENTRY, entity: { ...SAMPLE_ENTRY.entity, environment: 'prod' } } }],
    ['record gone', { record: undefined }],
    ['record over', { record: { ...record, state: 'failed' as const } }],
    ['checks tampered with', { record: { ...record, checks: [] } }],
  ])('objects: %s', (_, change) => expect(objection(intent, { ...facts, ...change }, now)).toEqual(expect.any(String)));

  it('objects after the deadline and to another target', () => {
    expect(objection(intent, facts, intent.deadlineAt)).toContain('deadline');
    expect(objection({ ...intent, action: { ...intent.action, target: 'db' } }, facts, now)).toContain('approved');
  });
});

describe('after the supervisor answered', () => {
  const reply = (outcome: SupervisorReply['outcome']) =>
    ({ kind: 'reply', reply: { id: '1', outcome, message: outcome, pid: null, starts: 0 } }) as const;
  const lost = { kind: 'lost', message: 'cut' } as const;
  const unsent = { kind: 'unsent', message: 'refused' } as const;

  it.each([
    [reply('done'), false, 'done'],
    [reply('failed'), false, 'failed'],
    [reply('stale'), false, 'not-done'],
    [reply('repeated'), false, 'observe'],
    [lost, true, 'observe'],
    [unsent, false, 'wait'],
    [unsent, true, 'not-done'],
  ] as const)('restart: %o, late %p -> %s', (answer, late, expected) => {
    const step = afterAct(answer, late, now);
    expect(step.do === 'finish' ? step.outcome.kind : step.do).toBe(expected);
  });

  it.each([
    [reply('done'), true, undefined, 'done'],
    [reply('never'), false, undefined, 'act'],
    [reply('never'), true, 'The deadline has passed', 'not-done'],
    [reply('begun'), false, undefined, 'wait'],
    [reply('begun'), true, undefined, 'unknown'],
    [unsent, false, undefined, 'wait'],
    [unsent, true, 'late', 'unknown'],
    [lost, true, 'late', 'unknown'],
  ] as const)('observe: %o, late %p, objection %p -> %s', (answer, late, objection, expected) => {
    const step = afterObserve(answer, late, objection, now);
    expect(step.do === 'finish' ? step.outcome.kind : step.do).toBe(expected);
  });
});
