import { describe, expect, it } from '@jest/globals';
import { type Alert, Incident } from '@cloudops/contracts';
import { anAlert, anAnomaly } from '@cloudops/testing';
import fc from 'fast-check';
import { decide } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { IncidentCommand, RecentIncident } from '../incident-command.ts';
import { narrateIncident } from '../narrate.ts';
import { severityOfAlert } from './severity-of-alert.ts';

const START = Date.parse('2026-01-15T12:00:00.000Z');
const minute = (m: number): string => new Date(START + m * 60_000).toISOString();
const apply = (incident: Incident | undefined, command: IncidentCommand): Incident | undefined =>
  decide(command, incident).events.reduce<Incident | undefined>((known, event) => evolve(known, event), incident);
const fired = (alert: Partial<Alert> = {}, previous?: RecentIncident): Extract<IncidentCommand, { type: 'alert-fired' }> => {
  return { type: 'alert-fired', alert: anAlert(alert), others: [], previous, at: alert.startsAt ?? minute(0) };
};
const resolved = (alert: Partial<Alert>, at: string): IncidentCommand => {
  return { type: 'alert-resolved', alert: anAlert({ ...alert, state: 'resolved', endsAt: at }), at };
};
const tick = (at: string): IncidentCommand => ({ type: 'time-passed', at, quietMs: 30_000 });

describe('an alert', () => {
  it('opens an incident alone, with what is anomalous there, and says what it said', () => {
    const memory = anAnomaly({ id: 'm', severity: 'medium', signal: 'other' });
    const { events } = decide({ ...fired(), others: [memory, anAnomaly({ id: 'low', severity: 'low' })] }, undefined);
    const incident = evolve(undefined, events[0]!);
    expect(Incident.parse(incident)).toMatchObject({ kind: 'alert', title: 'web: HighErrorRate (and 1 more signal)', severity: 'high' });
    expect(incident.anomalies.map((a) => a.id)).toEqual(['m']);
    expect(narrateIncident(events[0]!, incident)).toBe(
      'Incident opened: web: HighErrorRate (and 1 more signal), high. Reason: alert HighErrorRate is firing. HighErrorRate (high) since 2026-01-15T12:00:00.000Z: "one of ten requests fails".',
    );
    expect(incident.causes.map((c) => c.metric).toSorted()).toEqual(['HighErrorRate', 'process_cpu_seconds_total']);
  });

  it('that only informs opens nothing', () => {
    expect(decide(fired({ severity: 'low' }), undefined).reason).toBe('a-mild-alert-informs');
  });

  it('joins the open incident of an anomaly, which is over when both are', () => {
    const anomaly = anAnomaly();
    const open = apply(undefined, { type: 'anomaly-observed', anomaly, sustained: true, others: [], previous: undefined, at: minute(0) });
    const both = apply(open, fired())!;
    expect(both).toMatchObject({ kind: 'anomaly', title: 'web: CPU saturation (and 1 more signal)', version: 2 });
    const cleared = { type: 'anomaly-cleared', anomaly: { ...anomaly, clearedAt: minute(1) }, at: minute(1) } as const;
    const waiting = apply(both, cleared);
    expect(decide(tick(minute(60)), waiting).reason).toBe('still-firing');
    expect(apply(apply(waiting, resolved({}, minute(2))), tick(minute(3)))).toMatchObject({ state: 'resolved' });
  });

  it('wakes a snoozed incident when it is worse than that was, and only then', () => {
    const snoozed = { ...apply(undefined, fired())!, snoozedUntil: minute(60) };
    const same = decide(fired({ fingerprint: 'f2', startsAt: minute(1) }), snoozed);
    expect(same.events.map((e) => e.type)).toEqual(['alert-fired']);
    const { events } = decide(fired({ fingerprint: 'f3', severity: 'critical', startsAt: minute(1) }), snoozed);
    const awake = events.reduce<Incident>((state, event) => evolve(state, event), snoozed);
    expect(awake).toMatchObject({ snoozedUntil: null, severity: 'critical', version: snoozed.version + 2 });
    expect(narrateIncident(events[1]!, awake)).toBe(
      'The snooze is over: alert HighErrorRate is critical, the incident was high when it was snoozed.',
    );
  });

  it('is told once, whatever is delivered again or late', () => {
    const open = apply(undefined, fired())!;
    expect(decide(fired(), open).reason).toBe('already-told');
    const quiet = apply(open, resolved({}, minute(1)))!;
    expect(decide(fired(), quiet).reason).toBe('already-resolved');
    expect(decide(resolved({}, minute(1)), quiet).reason).toBe('already-resolved');
    expect(decide(fired({ startsAt: minute(-5) }), quiet).reason).toBe('an-older-firing');
  });

  it('that flaps holds its incident open twice as long each time', () => {
    let incident = apply(undefined, fired())!;
    incident = apply(incident, resolved({}, minute(0.2)))!;
    incident = apply(incident, fired({ startsAt: minute(0.5) }))!;
    expect(incident.alerts).toMatchObject([{ firings: 2, state: 'firing' }]);
    incident = apply(incident, resolved({ startsAt: minute(0.5) }, minute(1)))!;
    expect(decide(tick(minute(1.9)), incident).reason).toBe('not-quiet-for-long-enough');
    incident = apply(incident, tick(minute(2)))!;
    expect(incident.state).toBe('resolved');
    const previous = { resolvedAt: incident.resolvedAt!, metrics: [], alerts: incident.alerts };
    expect(apply(undefined, fired({ startsAt: minute(10) }, previous))!.alerts[0]!.firings).toBe(3);
    expect(apply(undefined, fired({ startsAt: minute(120) }, previous))!.alerts[0]!.firings).toBe(1);
  });

  it('comes to the same whatever is delivered how often', () => {
    const steps = Array.from({ length: 5 }, (_, i) => [
      fired({ startsAt: minute(i) }),
      resolved({ startsAt: minute(i) }, minute(i + 0.5)),
    ]).flat();
    const once = steps.reduce<Incident | undefined>(apply, undefined);
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 30 }), (again) => {
        let incident: Incident | undefined;
        steps.forEach((step, i) => {
          incident = apply(incident, step);
          for (const earlier of again) if (earlier <= i) incident = apply(incident, steps[earlier]!);
        });
        expect(incident).toEqual(once);
      }),
    );
  });
});

describe('severityOfAlert', () => {
  it.each([
    ['page', 'critical'],
    ['Error', 'high'],
    ['warning', 'medium'],
    ['none', 'low'],
    ['banana', 'medium'],
  ])('%s is %s', (word, severity) => {
    expect(severityOfAlert({ severity: word })).toBe(severity);
  });
  it('is medium where nobody says', () => expect(severityOfAlert({})).toBe('medium'));
});
