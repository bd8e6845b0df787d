import { describe, expect, it } from '@jest/globals';
import { EntityRef, type Incident } from '@cloudops/contracts';
import { anAlert, PLANTED_INJECTIONS } from '@cloudops/testing';
import { actionOf } from './action-of.ts';
import { bindExpression } from './bind-expression.ts';
import { decidePolicy } from './decide-policy.ts';
import { decide } from './decide.ts';
import { evolveAll } from './evolve.ts';
import { matchRunbooks } from './match-runbook.ts';
import { Policy } from './policy.ts';
import { SAMPLE_ENTRY, SAMPLE_RUNBOOK, sampleAnomaly, sampleIncident, sampleProposal } from './sample-proposal.ts';

const NOW = new Date('2026-01-01T00:01:00.000Z');
const GUARD = 'up{job="{{ entity.id }}", group=~"{{ target.group }}"} == 1';
const OTHER = { ...SAMPLE_ENTRY, id: 'db-primary', entity: { ...SAMPLE_ENTRY.entity, id: 'db-primary' } };
const { rules } = Policy.parse({
  rules: [
    { id: 'other', when: { target: 'db-primary' }, mode: 'auto', reason: 'never by what telemetry says' },
    { id: 'ask', mode: 'approve', reason: 'ask first' },
  ],
});

/** An incident in which everything that somebody outside may write says `text`. */
function planted(text: string): Incident {
  const anomaly = sampleAnomaly('a');
  const alert = { ...anAlert({ entity: SAMPLE_ENTRY.entity, name: text, source: text, generatorUrl: text }), firings: 1 };
  return sampleIncident('i', {
    ...{ title: text, reason: text, assignee: text, acknowledged: { by: text, at: anomaly.onsetAt } },
    anomalies: [
      { ...anomaly, reason: text, severityReason: text, series: { ...anomaly.series, name: text, labels: { [text]: text, target: text } } },
    ],
    alerts: [{ ...alert, labels: { alertname: text, target: text }, annotations: { summary: text, runbook: text, [text]: text } }],
    related: [{ id: text, entity: OTHER.entity, title: text, relation: 'dependency' }],
    causes: [{ rank: 1, entity: OTHER.entity, metric: text, anomalyId: 'a', score: 9, reason: text, evidence: [] }],
  });
}

/** What would be done about an incident, and who would have to say so. */
function proposalsFor(incident: Incident) {
  return matchRunbooks(incident, [SAMPLE_RUNBOOK], [SAMPLE_ENTRY, OTHER]).map(({ runbook, entry, signals }) => {
    const action = actionOf(runbook, entry.id);
    const policy = decidePolicy(rules, { runbookId: runbook.id, action, target: entry.entity, runner: entry.runner.kind });
    const proposal = sampleProposal('rem-1', NOW, { incident, runbook, entry, signals, policy });
    const record = evolveAll(undefined, decide(proposal, undefined))!;
    const { action: done, actionHash, target, state, approvedBy, approvals, limits, plan } = record;
    return {
      done,
      actionHash,
      target,
      state,
      approvedBy,
      approvals,
      limits,
      plan,
      policy: record.policy,
      guard: bindExpression(GUARD, entry),
    };
  });
}

const expected = proposalsFor(planted('nothing'));

describe('texts of telemetry', () => {
  it('are at least 200, each another', () => {
    expect(new Set(PLANTED_INJECTIONS.map(({ text }) => text)).size).toBe(PLANTED_INJECTIONS.length);
    expect(PLANTED_INJECTIONS.length).toBeGreaterThanOrEqual(200);
    expect(expected).toMatchObject([{ done: { target: 'web' }, state: 'proposed', approvedBy: null, policy: { mode: 'approve' } }]);
  });

  it.each(PLANTED_INJECTIONS)('$name as $disguise changes no target, no argument and no approval', ({ text }) => {
    expect(proposalsFor(planted(text))).toEqual(expected);
  });

  it.each(PLANTED_INJECTIONS)('$name as $disguise is no entity, no target and no source that is trusted', ({ text }) => {
    const entity = { ...SAMPLE_ENTRY.entity, id: text };
    expect(EntityRef.safeParse(entity).success && [SAMPLE_ENTRY, OTHER].some(({ id }) => id === text)).toBe(false);
    expect(proposalsFor({ ...planted(text), entity })).toEqual([]);
    const anomaly = sampleAnomaly('a');
    expect(proposalsFor(sampleIncident('i', { anomalies: [{ ...anomaly, series: { ...anomaly.series, source: text } }] }))).toEqual([]);
  });
});
