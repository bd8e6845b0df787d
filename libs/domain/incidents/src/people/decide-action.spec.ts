import { describe, expect, it } from '@jest/globals';
import { Incident, type IncidentAction } from '@cloudops/contracts';
import { anAnomaly, anIncident } from '@cloudops/testing';
import fc from 'fast-check';
import { decide } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { IncidentCommand } from '../incident-command.ts';
import { narrateIncident } from '../narrate.ts';

const AT = '2026-01-15T12:10:00.000Z';
const LATER = '2026-01-15T13:00:00.000Z';
const acts = (action: IncidentAction, by = 'ann'): IncidentCommand => ({ type: 'person-acts', action, by, at: AT });
const apply = (incident: Incident, command: IncidentCommand): Incident =>
  decide(command, incident).events.reduce<Incident>((state, event) => evolve(state, event), incident);
const told = (action: IncidentAction, incident = anIncident()): string[] =>
  decide(acts(action), incident).events.map((event) => narrateIncident(event, incident));

const person = fc.constantFrom('ann', 'bob', 'night shift');
const action: fc.Arbitrary<IncidentAction> = fc.oneof(
  fc.constant<IncidentAction>({ type: 'acknowledge' }),
  fc.record({ type: fc.constant('assign' as const), to: fc.option(person) }),
  fc.record({ type: fc.constant('snooze' as const), until: fc.constantFrom(null, LATER, '2026-01-16T00:00:00.000Z') }),
  fc.record({ type: fc.constant('hand-over' as const), to: person, note: fc.constant('look at the disk') }),
);

describe('what people do', () => {
  it('is kept, numbered and told with who did it', () => {
    const incident = apply(apply(anIncident(), acts({ type: 'acknowledge' })), acts({ type: 'assign', to: 'bob' }));
    expect(Incident.parse(incident)).toMatchObject({ version: 3, updatedAt: AT, acknowledged: { by: 'ann', at: AT }, assignee: 'bob' });
    expect(told({ type: 'acknowledge' })).toEqual(['ann acknowledged it.']);
    expect(told({ type: 'snooze', until: LATER })).toEqual([`ann snoozed it until ${LATER}.`]);
    expect(told({ type: 'hand-over', to: 'bob', note: 'the disk is full' })).toEqual(['ann handed it over to bob: the disk is full']);
    expect(told({ type: 'comment', text: 'looking' })).toEqual(['ann: looking']);
  });

  it('changes nothing when it is done again, and every change is one version', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 8 }), action, (before, last) => {
        const state = before.reduce((incident, each) => apply(incident, acts(each, 'bob')), anIncident());
        const { events } = decide(acts(last), state);
        const after = apply(state, acts(last));
        expect(after.version).toBe(state.version + events.length);
        expect(decide(acts(last), after)).toMatchObject({ events: [], reason: expect.any(String) });
        expect({ ...after, anomalies: [], causes: [] }).toEqual(Incident.parse({ ...after, anomalies: [], causes: [] }));
      }),
    );
  });

  it('gives to whoever gets it what is not acknowledged yet', () => {
    const known = apply(anIncident(), acts({ type: 'acknowledge' }));
    expect(apply(known, acts({ type: 'hand-over', to: 'bob', note: 'n' }))).toMatchObject({ acknowledged: null, assignee: 'bob' });
    expect(decide(acts({ type: 'acknowledge' }, 'bob'), known)).toEqual({ events: [], reason: 'ann has acknowledged it' });
  });

  it('is over with the incident, but for comments', () => {
    const over = anIncident({ state: 'resolved', resolvedAt: AT });
    for (const each of fc.sample(action, 20)) expect(() => decide(acts(each), over)).toThrow(expect.objectContaining({ kind: 'conflict' }));
    expect(apply(over, acts({ type: 'comment', text: 'it was the disk' }))).toMatchObject({ state: 'resolved', version: 2 });
  });

  it.each(['2026-01-15T12:10:00.000Z', '2025-01-01T00:00:00.000Z', '2026-02-20T00:00:00.000Z'])('does not snooze until %s', (until) => {
    expect(() => decide(acts({ type: 'snooze', until }), anIncident())).toThrow(
      expect.objectContaining({ kind: 'invalid', field: 'until' }),
    );
  });
});

describe('a snooze', () => {
  const snoozed = apply(anIncident(), acts({ type: 'snooze', until: LATER }));
  const tick = (at: string): IncidentCommand => ({ type: 'time-passed', at, quietMs: 30_000 });

  it('ends at its time, once', () => {
    expect(decide(tick('2026-01-15T12:59:59.000Z'), snoozed).reason).toBe('still-anomalous');
    const awake = apply(snoozed, tick(LATER));
    expect(awake).toMatchObject({ snoozedUntil: null, version: snoozed.version + 1, state: 'open' });
    expect(decide(tick(LATER), awake).events).toEqual([]);
  });

  it('ends when the incident gets worse, and only then', () => {
    const observed = (over: Parameters<typeof anAnomaly>[0]): IncidentCommand => ({
      ...{ type: 'anomaly-observed', anomaly: anAnomaly(over), sustained: true, others: [], previous: undefined, at: AT },
    });
    expect(apply(snoozed, observed({ id: 'more', severity: 'medium' }))).toMatchObject({ snoozedUntil: LATER });
    const worse = decide(observed({ severity: 'critical' }), snoozed);
    expect(worse.events.map((e) => e.type)).toEqual(['grew', 'woke']);
    expect(worse.events.reduce<Incident>((state, event) => evolve(state, event), snoozed)).toMatchObject({
      snoozedUntil: null,
      severity: 'critical',
    });
  });
});
