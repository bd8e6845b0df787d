import { describe, expect, it } from '@jest/globals';
import type { RunnerAnswer } from './runner.ts';
import { decide } from './decide.ts';
import { afterAct, afterObserve, objection, type ExecutorFacts } from './decide-step.ts';
import { evolveAll } from './evolve.ts';
import { intentOf } from './intent-of.ts';
import { Policy } from './policy.ts';
import type { RemediationRecord } from './remediation-record.ts';
import { NO_ACTIONS, NO_SCOPE, SAMPLE_DRY_RUN, SAMPLE_ENTRY, sampleCheck, sampleProposal } from './sample-proposal.ts';

const now = new Date('2026-01-01T00:00:10.000Z');
const policyOf = (mode: string) => Policy.parse({ rules: [{ id: 'r', mode, reason: 'because' }] });

function committed(): RemediationRecord {
  const proposed = evolveAll(
    undefined,
    decide(sampleProposal('rem-1', now, { policy: { mode: 'auto', rule: 'r', reason: 'x' } }), undefined),
  );
  const ready = evolveAll(proposed, decide(sampleCheck(now, { reversible: true, rollback: 'undo' }), proposed));
  const facts = NO_ACTIONS;
  return evolveAll(ready, decide({ type: 'start', fencingToken: 1, facts, scope: NO_SCOPE, now }, ready)) as RemediationRecord;
}

describe('objection', () => {
  const record = committed();
  const intent = intentOf(record, now);
  const facts: ExecutorFacts = {
    ...{ record, dryRun: record.dryRun, entry: SAMPLE_ENTRY, policy: policyOf('auto') },
    killSwitch: { engaged: false, reason: '' },
  };

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
    ['its own dry run says other calls', { dryRun: { ...SAMPLE_DRY_RUN, calls: ['restart db'] } }],
    ['no dry run of its own', { dryRun: null }],
  ])('objects: %s', (_, change) => expect(objection(intent, { ...facts, ...change }, now)).toEqual(expect.any(String)));

  it('undoes only what is rolling back, under the approval of the action', () => {
    const undo = { ...intent, id: 'rem-1~rollback', purpose: 'rollback' as const };
    expect(objection(undo, facts, now)).toContain('intent-committed');
    const rolling = { ...record, state: 'rolling-back' as const };
    expect(objection(undo, { ...facts, record: rolling, policy: policyOf('refuse') }, now)).toBeUndefined();
    expect(objection(intent, { ...facts, record: rolling }, now)).toContain('rolling-back');
    expect(objection({ ...undo, pins: { pid: '2' } }, { ...facts, record: rolling }, now)).toContain('approved');
  });

  it('objects after the deadline and to another target', () => {
    expect(objection(intent, facts, intent.deadlineAt)).toContain('deadline');
    expect(objection({ ...intent, action: { ...intent.action, target: 'db' } }, facts, now)).toContain('approved');
  });
});

describe('after the runner answered', () => {
  const answer = (kind: RunnerAnswer['kind']): RunnerAnswer => ({ kind, message: kind });

  it.each([
    ['done', false, 'done'],
    ['failed', false, 'failed'],
    ['refused', false, 'not-done'],
    ['begun', false, 'observe'],
    ['never', false, 'observe'],
    ['lost', true, 'observe'],
    ['unsent', false, 'wait'],
    ['unsent', true, 'not-done'],
  ] as const)('acting: %s, late %p -> %s', (kind, late, expected) => {
    const step = afterAct(answer(kind), late, now);
    expect(step.do === 'finish' ? step.outcome.kind : step.do).toBe(expected);
  });

  it.each([
    ['done', true, undefined, 'done'],
    ['failed', false, undefined, 'failed'],
    ['refused', false, undefined, 'not-done'],
    ['never', false, undefined, 'act'],
    ['never', true, 'The deadline has passed', 'not-done'],
    ['begun', false, undefined, 'wait'],
    ['begun', true, undefined, 'unknown'],
    ['unsent', false, undefined, 'wait'],
    ['unsent', true, 'late', 'unknown'],
    ['lost', true, 'late', 'unknown'],
  ] as const)('observing: %s, late %p, objection %p -> %s', (kind, late, objection, expected) => {
    const step = afterObserve(answer(kind), late, objection, now);
    expect(step.do === 'finish' ? step.outcome.kind : step.do).toBe(expected);
  });
});
