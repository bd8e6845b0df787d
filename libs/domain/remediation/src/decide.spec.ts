import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import { evolveAll } from './evolve.ts';
import type { RemediationCommand } from './remediation-command.ts';
import { SAMPLE_LIMITS, sampleAnomaly, sampleCheck, sampleIncident } from './sample-proposal.ts';
import { after, AUTO, DONE, play, points, proposal, run, start, T0 } from './sample-story.ts';

const ann = { id: 'ann', role: 'approver' } as const;

describe('proposal', () => {
  it.each([
    ['refuse', 'refused'],
    ['suggest', 'suggested'],
    ['shadow', 'shadowing'],
    ['approve', 'checked'],
    ['auto', 'approved'],
  ] as const)('policy mode %s makes it %s, with the rule in the reason', (mode, state) => {
    const made = play(proposal({ policy: { mode, rule: 'r1', reason: 'because' } }));
    expect(made.state).toBe(state);
    if (mode !== 'approve') expect(made.reason).toContain('r1');
    expect(made.checks).toHaveLength(1);
  });

  it('is made once, and revised only while nobody has approved', () => {
    const waiting = play(proposal());
    expect(decide(proposal(), waiting)).toEqual([]);
    const more = sampleIncident('inc-rem-1', { anomalies: [sampleAnomaly('inc-rem-1-a1'), sampleAnomaly('a2')] });
    const [revised] = decide(proposal({ incident: more, signals: more.anomalies }), waiting);
    expect(revised?.type).toBe('revised');
    const running = play(proposal({ policy: AUTO }), start());
    expect(decide(proposal({ incident: more, signals: more.anomalies, policy: AUTO }), running)).toEqual([]);
  });

  it('waits for the dry run, which it is bound to, and is refused when that says no', () => {
    const waiting = run([proposal({ policy: AUTO })]);
    expect(waiting).toMatchObject({ state: 'proposed', dryRun: null });
    expect(() => decide({ type: 'approve', actor: ann, actionHash: waiting.actionHash, reason: '', now: T0 }, waiting)).toThrow(
      expect.objectContaining({ code: 'not-checked' }),
    );
    const checked = run([proposal(), sampleCheck(T0)]);
    expect(checked.actionHash).not.toBe(waiting.actionHash);
    expect(run([proposal(), sampleCheck(T0, { pins: { pid: '2' } })]).actionHash).not.toBe(checked.actionHash);
    expect(run([proposal(), sampleCheck(T0, { calls: ['restart db'] })]).actionHash).not.toBe(checked.actionHash);
    expect(decide(sampleCheck(after(1), { calls: ['restart db'] }), checked)).toEqual([]);
    const no: RemediationCommand = { type: 'record-check', answer: { ok: false, message: 'no such workload' }, now: T0 };
    expect(run([proposal(), no])).toMatchObject({ state: 'refused', reason: expect.stringContaining('no such workload') });
    expect(run([proposal(), { type: 'expire', now: after(900) }])).toMatchObject({
      state: 'expired',
      reason: expect.stringContaining('executor'),
    });
  });

  it('does not come from an incident that is over', () => {
    const incident = sampleIncident('inc-1', { state: 'resolved' });
    expect(decide(proposal({ incident, signals: incident.anomalies }), undefined)).toEqual([]);
  });
});

describe('approval', () => {
  const state = play(proposal());
  const approve = (over: object = {}): RemediationCommand => ({
    type: 'approve',
    actor: ann,
    actionHash: state.actionHash,
    reason: '',
    now: after(5),
    ...over,
  });

  it('works once, for the role, the exact action, in time', () => {
    const approved = play(proposal(), approve());
    expect(approved).toMatchObject({ state: 'approved', approvedBy: ann });
    expect(() => decide(approve(), approved)).toThrow(expect.objectContaining({ code: 'already-decided', kind: 'conflict' }));
    expect(() => decide(approve({ actor: { id: 'op', role: 'operator' } }), state)).toThrow(expect.objectContaining({ kind: 'forbidden' }));
    expect(() => decide(approve({ actionHash: 'x' }), state)).toThrow(expect.objectContaining({ code: 'action-changed' }));
    expect(() => decide(approve({ now: after(900) }), state)).toThrow(expect.objectContaining({ code: 'proposal-expired' }));
  });

  it('expires, and is refused with the words of the person', () => {
    expect(decide({ type: 'expire', now: after(899) }, state)).toEqual([]);
    expect(play(proposal(), { type: 'expire', now: after(900) }).state).toBe('expired');
    const refused = play(proposal(), { ...approve({ reason: 'not now' }), type: 'refuse' } as RemediationCommand);
    expect(refused).toMatchObject({ state: 'refused', reason: 'Refused by ann: not now' });
  });

  it('is void once the signals have changed', () => {
    const more = sampleIncident('inc-rem-1', { anomalies: [sampleAnomaly('a2')] });
    const revised = play(proposal(), proposal({ incident: more, signals: more.anomalies }));
    expect(() => decide(approve(), revised)).toThrow(expect.objectContaining({ code: 'action-changed' }));
  });
});

describe('start', () => {
  const ready = play(proposal({ policy: AUTO }));

  it('leases and commits the intent with the token', () => {
    expect(play(proposal({ policy: AUTO }), start())).toMatchObject({ state: 'intent-committed', fencingToken: 7 });
  });

  it.each([
    ['mutex', { holder: 'rem-0' }],
    ['cooldown', { lastActionOnTarget: after(-298) }],
    ['rate', { actionsLastHour: 10 }],
  ] as const)('%s makes it wait, said once', (_, facts) => {
    const held = evolveAll(ready, decide(start(facts), ready));
    expect(held?.state).toBe('approved');
    expect(held?.reason).not.toBe(ready.reason);
    expect(decide(start(facts), held)).toEqual([]);
    expect(play(proposal({ policy: AUTO }), start(facts, after(900))).state).toBe('expired');
  });

  it('failures in a row stop what policy approved, not what a person did, and a freeze stops both', () => {
    const limits = { ...SAMPLE_LIMITS, breakerFailures: 2 };
    const failing = { onTarget: { failures: 2, lastAt: after(0) } };
    expect(play(proposal({ policy: AUTO, limits }), start(failing)).reason).toContain('circuit breaker');
    const asked = play(proposal({ limits }));
    const approved = play(proposal({ limits }), { type: 'approve', actor: ann, actionHash: asked.actionHash, reason: '', now: after(1) });
    expect(evolveAll(approved, decide(start(failing), approved))?.state).toBe('intent-committed');
    expect(evolveAll(approved, decide(start(failing, after(1), { freeze: 'Freeze x' }), approved))).toMatchObject({
      ...{ state: 'approved', reason: 'Freeze x' },
    });
  });

  it('the kill switch refuses it for good', () => {
    const state = play(proposal({ policy: AUTO }), start({ killSwitch: { engaged: true, reason: 'stop' } }));
    expect(state).toMatchObject({ state: 'refused', reason: expect.stringContaining('stop') });
  });

  it('ignores a second start, and withdraws only what has not started', () => {
    const started = play(proposal({ policy: AUTO }), start());
    expect(decide(start(), started)).toEqual([]);
    expect(decide({ type: 'withdraw', reason: 'over', now: after(3) }, started)).toEqual([]);
    expect(play(proposal({ policy: AUTO }), { type: 'withdraw', reason: 'over', now: after(3) }).state).toBe('refused');
  });
});

describe('outcome and verification', () => {
  const begin = [proposal({ policy: AUTO }), start()] as const;

  it.each([
    ['not-done', 'failed'],
    ['failed', 'failed'],
    ['unknown', 'unknown'],
  ] as const)('%s ends as %s and escalates', (kind, state) => {
    expect(play(...begin, { type: 'record-outcome', purpose: 'act', outcome: { kind, message: 'm' }, now: after(2) })).toMatchObject({
      state,
      escalated: true,
    });
  });

  it('verifies after five samples inside, and says how many', () => {
    const four = play(...begin, DONE, { type: 'verify', points: points(10, 10, 10, 10), now: after(8) });
    expect(four).toMatchObject({ state: 'verifying', checks: [{ seen: 4, inside: 4 }] });
    const five = play(...begin, DONE, { type: 'verify', points: points(99, 10, 10, 10, 10, 10), now: after(10) });
    expect(five).toMatchObject({ state: 'verified', escalated: false, verifiedAt: after(10).toISOString() });
  });

  it('needs every check at once', () => {
    const incident = sampleIncident('inc-rem-1', { anomalies: [sampleAnomaly('inc-rem-1-a1'), sampleAnomaly('a2')] });
    const both = proposal({ policy: AUTO, incident, signals: incident.anomalies });
    const half = play(both, start(), DONE, { type: 'verify', points: points(10, 10, 10, 10, 10), now: after(10) });
    expect(half.state).toBe('verifying');
  });

  it('fails at the deadline, and missing data is not success', () => {
    const failed = play(...begin, DONE, { type: 'verify', points: {}, now: after(122) });
    expect(failed).toMatchObject({ state: 'failed', escalated: true, reason: expect.stringContaining('no samples') });
    expect(decide({ type: 'verify', points: points(10, 10, 10, 10, 10), now: after(130) }, failed)).toEqual([]);
    expect(decide(DONE, failed)).toEqual([]);
  });
});
