import { describe, expect, it } from '@jest/globals';
import { matchRunbooks } from './match-runbook.ts';
import type { Runbook } from './runbook.ts';
import { SAMPLE_ENTRY, SAMPLE_RUNBOOK, sampleAnomaly, sampleIncident } from './sample-proposal.ts';

const match = (anomaly: Parameters<typeof sampleAnomaly>[1] = {}, incident: Parameters<typeof sampleIncident>[1] = {}) =>
  matchRunbooks(sampleIncident('i', { anomalies: [sampleAnomaly('a', anomaly)], ...incident }), [SAMPLE_RUNBOOK], [SAMPLE_ENTRY]);

describe('matchRunbooks', () => {
  it('fits by entity, kind and signal', () => {
    expect(match()).toMatchObject([{ runbook: { id: 'restart-workload' }, entry: { id: 'web' }, signals: [{ id: 'a' }] }]);
  });

  const elsewhere = { ...SAMPLE_ENTRY.entity, environment: 'prod' };
  it.each([
    ['a source that is not trusted for it', { series: { ...sampleAnomaly('a').series, source: 'remote-write:key' } }, {}],
    ['another environment', {}, { entity: elsewhere }],
    ['an anomaly of another entity', { entity: elsewhere }, {}],
    ['a signal that the runbook does not name', { signal: 'traffic' as const }, {}],
    ['an anomaly that has cleared', { clearedAt: '2026-01-01T00:01:00.000Z' }, {}],
    ['an incident that is over', {}, { state: 'resolved' as const }],
  ])('does not fit %s', (_, anomaly, incident) => {
    expect(match(anomaly, incident)).toEqual([]);
  });

  it('asks for the least severity', () => {
    const strict = { ...SAMPLE_RUNBOOK, match: { ...SAMPLE_RUNBOOK.match, minSeverity: 'critical' as const } };
    expect(matchRunbooks(sampleIncident('i'), [strict], [SAMPLE_ENTRY])).toEqual([]);
  });

  const web = sampleAnomaly('a').series;
  it.each([
    ['the name of the metric', { metrics: ['cpu'] }, true],
    ['another metric', { metrics: ['cpu_seconds'] }, false],
    ['a pattern of the whole name', { metrics: ['/c.+/'] }, true],
    ['a pattern of a part of it', { metrics: ['/pu/'] }, false],
    ['a label', { labels: { zone: 'a' } }, true],
    ['another value of a label', { labels: { zone: 'b' } }, false],
    ['what opened the incident', { kinds: ['anomaly'] }, true],
    ['something else that opens incidents', { kinds: ['alert', 'condition'] }, false],
    ['an alert that nobody raised', { alerts: ['HighCpu'] }, false],
    ['the likeliest cause', { rootCause: true }, true],
  ])('looks at %s', (_, match, fits) => {
    const incident = sampleIncident('i', {
      anomalies: [sampleAnomaly('a', { series: { ...web, labels: { zone: 'a' } } })],
      causes: [{ rank: 1, entity: SAMPLE_ENTRY.entity, metric: 'cpu', anomalyId: 'a', score: 1, reason: 'r', evidence: [] }],
    });
    const runbook = { ...SAMPLE_RUNBOOK, match: { ...SAMPLE_RUNBOOK.match, ...match } as Runbook['match'] };
    expect(matchRunbooks(incident, [runbook], [SAMPLE_ENTRY])).toHaveLength(fits ? 1 : 0);
    const elsewhere = { ...incident, causes: incident.causes.map((c) => ({ ...c, entity: { ...c.entity, id: 'db' } })) };
    if ('rootCause' in match) expect(matchRunbooks(elsewhere, [runbook], [SAMPLE_ENTRY])).toEqual([]);
  });
});
