import { describe, expect, it } from '@jest/globals';
import { decidePolicy, limitsFor } from './decide-policy.ts';
import { Policy } from './policy.ts';
import { SAMPLE_ENTRY, SAMPLE_RUNBOOK } from './sample-proposal.ts';

const policy = Policy.parse({
  rules: [
    {
      id: 'drill',
      when: { environment: 'local', target: 'drill-workload' },
      mode: 'auto',
      reason: 'our own',
      cooldownSeconds: 0,
      actionsPerHour: 60,
    },
    { id: 'prod', when: { environment: 'prod', kind: 'workload' }, mode: 'approve', reason: 'ask' },
    { id: 'rest', mode: 'suggest', reason: 'show only' },
  ],
});
const ask = (environment: string, target: string) =>
  decidePolicy(policy.rules, {
    runner: 'supervisor',
    runbookId: 'restart-workload',
    action: { kind: 'restart-workload', target },
    target: { ...SAMPLE_ENTRY.entity, environment },
  });

describe('decidePolicy', () => {
  it('takes the first rule that fits in every field', () => {
    expect(ask('local', 'drill-workload')).toMatchObject({ mode: 'auto', rule: 'drill' });
    expect(ask('prod', 'drill-workload')).toMatchObject({ mode: 'approve', rule: 'prod' });
    expect(ask('local', 'web')).toMatchObject({ mode: 'suggest', rule: 'rest' });
  });

  it('refuses what no rule covers', () => {
    const action = { kind: 'restart-workload', target: 'web' } as const;
    expect(decidePolicy([], { runbookId: 'x', action, target: SAMPLE_ENTRY.entity, runner: 'supervisor' })).toMatchObject({
      mode: 'refuse',
      rule: 'no-rule',
    });
  });

  it('lets a rule override cooldown and actions an hour, and nothing else', () => {
    expect(limitsFor(policy, 'drill', SAMPLE_RUNBOOK)).toMatchObject({ cooldownSeconds: 0, actionsPerHour: 60 });
    expect(limitsFor(policy, 'rest', SAMPLE_RUNBOOK)).toMatchObject({ cooldownSeconds: 300, actionsPerHour: 10 });
  });

  it('bounds what a rule and a runbook leave open by its own limits', () => {
    const shipped = Policy.parse({ rules: [{ id: 'a', mode: 'auto', reason: 'r', breakerFailures: 0 }] });
    expect(limitsFor(shipped, 'a', SAMPLE_RUNBOOK)).toMatchObject({ atOnce: 3, perIncident: 3, groupShare: 0.34, breakerFailures: 0 });
    expect(limitsFor(shipped, 'other', SAMPLE_RUNBOOK)).toMatchObject({ breakerFailures: 3, breakerSeconds: 3600 });
  });

  it('never lets an experimental runner act without a person', () => {
    const { rules } = Policy.parse({ rules: [{ id: 'a', mode: 'auto', reason: 'r' }] });
    const question = { runbookId: 'x', action: { kind: 'call-webhook', target: 't' }, target: SAMPLE_ENTRY.entity } as const;
    expect(decidePolicy(rules, { ...question, runner: 'webhook' })).toMatchObject({
      mode: 'approve',
      reason: expect.stringContaining('webhook'),
    });
    expect(decidePolicy(rules, { ...question, runner: 'kubernetes' })).toMatchObject({ mode: 'auto' });
  });

  it('does not parse with an unknown field or two rules of one id', () => {
    expect(Policy.safeParse({ rules: [{ id: 'a', mode: 'auto', reason: 'r', wen: {} }] }).success).toBe(false);
    const twice = Policy.safeParse({ rules: [1, 2].map(() => ({ id: 'a', mode: 'auto', reason: 'r' })) });
    expect(twice.error?.issues[0]?.path).toEqual(['rules', 1, 'id']);
  });
});
