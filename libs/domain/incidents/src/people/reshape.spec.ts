import { describe, expect, it } from '@jest/globals';
import { Incident } from '@cloudops/contracts';
import { anAlert, anAnomaly, anEntity, anIncident, aSeries } from '@cloudops/testing';
import { partOfAlert } from '../alerts/part-of-alert.ts';
import { evolve } from '../evolve.ts';
import type { IncidentEvent } from '../incident-event.ts';
import { narrateIncident, subjectOf } from '../narrate.ts';
import { decideMerge } from './decide-merge.ts';
import { decideSplit } from './decide-split.ts';

const AT = '2026-01-15T12:10:00.000Z';
const db = anEntity({ kind: 'service', id: 'db' });
const cpu = anAnomaly({ id: 'cpu', severity: 'medium' });
const lag = anAnomaly({
  id: 'lag',
  severity: 'critical',
  onsetAt: '2026-01-15T11:59:00.000Z',
  series: aSeries({ id: '00000000000000b2', name: 'lag_seconds' }),
});
const slow = anAnomaly({ id: 'slow', series: aSeries({ id: '00000000000000d1', name: 'query_seconds', entity: db }) });
const alert = partOfAlert(anAlert(), 1);
const web = anIncident({ id: 'web', title: 'web: CPU', anomalies: [cpu, lag], severity: 'critical', acknowledged: { by: 'bob', at: AT } });
const other = anIncident({ id: 'db', title: 'db: slow', anomalies: [slow], severity: 'high', assignee: 'ann' });
const why = { by: 'ann', reason: 'the disk is full', at: AT };

const merge = (source: Incident, target: Incident) => decideMerge({ source, target, ...why });
const split = (incident: Incident, anomalies: string[], alerts: string[] = []) => decideSplit({ incident, anomalies, alerts, ...why });
const after = (incident: Incident | undefined, events: readonly IncidentEvent[]): Incident =>
  Incident.parse(events.reduce<Incident | undefined>((state, event) => evolve(state, event), incident));

describe('merging', () => {
  it('moves everything, ranks causes, severity and title anew, and ends the other one', () => {
    const { source, target, reason } = merge(web, other);
    expect(reason).toBe('ann merged "web: CPU" (web) into "db: slow" (db): the disk is full');
    const held = after(other, target);
    expect(held).toMatchObject({ id: 'db', state: 'open', version: 2, severity: 'critical', onsetAt: lag.onsetAt, assignee: 'ann' });
    expect(held.anomalies.map((a) => a.id)).toEqual(['slow', 'cpu', 'lag']);
    expect(held.causes.map((c) => c.anomalyId)[0]).toBe('lag');
    expect(after(web, source)).toMatchObject({
      ...{ state: 'resolved', resolvedAt: AT, mergedInto: 'db', version: 2, title: 'web: CPU', severity: 'critical' },
      ...{ anomalies: [], alerts: [], causes: [] },
    });
    expect([...source, ...target].map(subjectOf)).toEqual(['incident.resolved.v1', 'incident.updated.v1']);
    expect(narrateIncident(source[0]!, web)).toBe('ann merged it into "db: slow" (db): the disk is full');
    expect(narrateIncident(target[0]!, held)).toBe(
      'ann merged "web: CPU" (web) into it, with process_cpu_seconds_total, lag_seconds: the disk is full',
    );
  });

  it('ends a snooze when what comes is worse, and only then', () => {
    const snoozed = { ...other, snoozedUntil: '2026-01-15T13:00:00.000Z' };
    expect(merge(web, snoozed).target.map((e) => e.type)).toEqual(['took-over', 'woke']);
    expect(merge(other, { ...web, snoozedUntil: '2026-01-15T13:00:00.000Z' }).target.map((e) => e.type)).toEqual(['took-over']);
  });

  const full = Array.from({ length: 50 }, (_, i) => anAnomaly({ id: `n${i}` }));
  it.each<[string, Incident, Incident, object]>([
    ['itself', web, web, { kind: 'invalid', code: 'merge-with-itself', field: 'into' }],
    ['what is over', { ...web, state: 'resolved' }, other, { kind: 'conflict', code: 'incident-resolved', field: 'id' }],
    ['into what is over', web, { ...other, state: 'resolved' }, { kind: 'conflict', code: 'incident-resolved', field: 'into' }],
    ['what was merged', { ...web, state: 'resolved', mergedInto: 'x' }, other, { kind: 'conflict', code: 'incident-merged', field: 'id' }],
    ['into what was merged', web, { ...other, state: 'resolved', mergedInto: 'x' }, { code: 'incident-merged', field: 'into' }],
    ['more than one holds', web, { ...other, anomalies: full }, { kind: 'conflict', code: 'incident-full', field: 'into' }],
    [
      'across environments',
      web,
      { ...other, entity: { ...db, environment: 'live' } },
      { kind: 'invalid', code: 'merge-across-environments', field: 'into' },
    ],
  ])('refuses %s', (_, source, target, refusal) => {
    expect(() => merge(source, target)).toThrow(expect.objectContaining(refusal));
  });
});

describe('splitting', () => {
  it('opens an incident of what leaves, and both are described anew', () => {
    const { incident, opened } = split(web, ['lag']);
    const left = after(web, [incident]);
    expect(left).toMatchObject({ id: 'web', version: 2, severity: 'medium', onsetAt: cpu.onsetAt, anomalies: [{ id: 'cpu' }] });
    expect(left.causes.map((c) => c.anomalyId)).toEqual(['cpu']);
    const gone = after(undefined, [opened]);
    expect(gone).toMatchObject({
      ...{ state: 'open', version: 1, severity: 'critical', openedAt: AT, onsetAt: lag.onsetAt, splitFrom: 'web' },
      ...{ acknowledged: { by: 'bob' }, snoozedUntil: null, anomalies: [{ id: 'lag' }], causes: [{ anomalyId: 'lag' }] },
    });
    expect([incident, opened].map(subjectOf)).toEqual(['incident.updated.v1', 'incident.opened.v1']);
    expect(narrateIncident(incident, left)).toBe(`ann split lag_seconds off into incident ${gone.id}: the disk is full`);
    expect(narrateIncident(opened, gone)).toBe(
      `Incident opened: ${gone.title}, critical. ann split lag_seconds off "web: CPU" (web): the disk is full`,
    );
  });

  it('takes alerts along, and calls what is left after what is left in it', () => {
    const told = anIncident({ id: 'i', kind: 'alert', anomalies: [cpu], alerts: [alert] });
    const { incident, opened } = split(told, [], ['f1']);
    expect(after(told, [incident])).toMatchObject({ kind: 'anomaly', alerts: [], title: 'web: CPU saturation' });
    expect(after(undefined, [opened])).toMatchObject({ kind: 'alert', anomalies: [], title: 'web: HighErrorRate' });
  });

  it('undoes a merge', () => {
    const held = after(other, merge(web, other).target);
    const { incident, opened } = split(held, ['cpu', 'lag']);
    expect(after(held, [incident])).toMatchObject({
      entity: db,
      severity: 'high',
      anomalies: [{ id: 'slow' }],
      title: 'db: query_seconds saturation',
    });
    expect(after(undefined, [opened])).toMatchObject({ entity: web.entity, anomalies: [{ id: 'cpu' }, { id: 'lag' }] });
  });

  it.each<[string, Incident, string[], object]>([
    ['nothing', web, [], { kind: 'invalid', code: 'split-nothing', field: 'anomalies' }],
    ['everything', web, ['cpu', 'lag'], { kind: 'invalid', code: 'split-all', field: 'anomalies' }],
    ['what is not in it', web, ['cpu', 'slow'], { kind: 'invalid', code: 'not-in-the-incident', field: 'anomalies[1]' }],
    ['what is over', { ...web, state: 'resolved' }, ['cpu'], { kind: 'conflict', code: 'incident-resolved', field: 'id' }],
    ['its own entity', { ...web, anomalies: [cpu, slow] }, ['cpu'], { kind: 'invalid', code: 'split-own-entity', field: 'anomalies' }],
  ])('refuses to split off %s', (_, incident, ids, refusal) => {
    expect(() => split(incident, ids)).toThrow(expect.objectContaining(refusal));
  });
});
