import { describe, expect, it } from '@jest/globals';
import { type Anomaly, Incident } from '@cloudops/contracts';
import { anAnomaly, aSeries } from '@cloudops/testing';
import fc from 'fast-check';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { IncidentCommand } from './incident-command.ts';

const AT = '2026-01-15T12:00:15.000Z';
const memory = (over: Partial<Anomaly> = {}): Anomaly =>
  anAnomaly({ id: 'anomaly-2', series: aSeries({ name: 'process_resident_memory_bytes' }), severity: 'medium', ...over });
const observed = (over: Partial<Extract<IncidentCommand, { type: 'anomaly-observed' }>> = {}): IncidentCommand => ({
  type: 'anomaly-observed',
  anomaly: anAnomaly(),
  sustained: true,
  others: [],
  previous: undefined,
  at: AT,
  ...over,
});
const apply = (incident: Incident | undefined, command: IncidentCommand): Incident =>
  decide(command, incident).events.reduce<Incident | undefined>((known, event) => evolve(known, event), incident)!;
const open = (): Incident => apply(undefined, observed());

describe('what opens an incident', () => {
  it('a golden signal, severe and lasting', () => {
    const incident = Incident.parse(open());
    expect(incident).toMatchObject({ state: 'open', version: 1, severity: 'high', title: 'web: CPU saturation', openedAt: AT });
    expect(incident.reason).toBe('golden signal: saturation (process_cpu_seconds_total) is high and lasting');
  });

  it('two metrics of one entity, one of them golden, that left their bands together', () => {
    const anomaly = anAnomaly({ severity: 'medium' });
    const lag = memory({ id: 'a3', signal: 'other' });
    expect(apply(undefined, observed({ anomaly, others: [anomaly, lag] }))).toMatchObject({
      reason: 'corroboration: process_cpu_seconds_total and process_resident_memory_bytes left their bands together',
      anomalies: [{ id: 'anomaly-1' }, { id: 'a3' }],
      title: 'web: CPU saturation (and 1 more signal)',
    });
  });

  it.each<[string, string, Partial<Extract<IncidentCommand, { type: 'anomaly-observed' }>>]>([
    ['one odd series', 'an-anomaly-alone-informs', { anomaly: anAnomaly({ signal: 'other', severity: 'medium' }) }],
    ['a mild golden signal alone', 'an-anomaly-alone-informs', { anomaly: anAnomaly({ severity: 'medium' }) }],
    ['a hiccup', 'not-lasting-yet', { sustained: false }],
    ['what is low', 'an-anomaly-alone-informs', { anomaly: anAnomaly({ severity: 'low' }), others: [memory()] }],
    [
      'the same metric twice',
      'an-anomaly-alone-informs',
      { anomaly: anAnomaly({ severity: 'medium' }), others: [anAnomaly({ id: 'twin', severity: 'medium' })] },
    ],
    [
      'company from an hour ago',
      'an-anomaly-alone-informs',
      { anomaly: anAnomaly({ severity: 'medium' }), others: [memory({ onsetAt: '2026-01-15T11:00:00.000Z' })] },
    ],
    [
      'two that nobody calls golden',
      'an-anomaly-alone-informs',
      { anomaly: anAnomaly({ severity: 'medium', signal: 'other' }), others: [memory({ signal: 'other' })] },
    ],
    [
      'the same trouble right after it was over',
      'damped-after-a-recent-incident',
      { previous: { resolvedAt: '2026-01-15T11:58:00.000Z', metrics: ['process_cpu_seconds_total'], alerts: [] } },
    ],
  ])('not %s', (_, reason, over) => {
    expect(decide(observed(over), undefined)).toEqual({ events: [], reason });
  });

  const machine = { environment: 'test', kind: 'host', id: 'db-1' } as const;
  const ofMachine = (name: string, over: Partial<Anomaly> = {}): Anomaly =>
    anAnomaly({ id: name, entity: machine, series: aSeries({ name }), severity: 'medium', ...over });

  it('a machine whose processors and load say the same', () => {
    const [idle, load] = [ofMachine('node_cpu_seconds_total'), ofMachine('node_load1')];
    expect(decide(observed({ anomaly: load, others: [idle] }), undefined).events).toHaveLength(1);
  });

  it('not one signal of a machine in several series, nor whatever else is odd beside it', () => {
    const odd = fc.record({
      name: fc.constantFrom(
        'node_load1',
        'node_load5',
        'node_load15',
        'node_filefd_allocated',
        'node_hwmon_temp_celsius',
        'node_procs_running',
      ),
      severity: fc.constantFrom<Anomaly['severity']>('low', 'medium'),
    });
    fc.assert(
      fc.property(fc.array(odd, { minLength: 1, maxLength: 8 }), (all) => {
        const [anomaly, ...others] = all.map(({ name, severity }, i) =>
          ofMachine(name, { id: `${name}-${i}`, signal: name.startsWith('node_load') ? 'saturation' : 'other', severity }),
        );
        expect(decide(observed({ anomaly: anomaly!, others }), undefined).events).toEqual([]);
      }),
    );
  });

  it('damping delays trouble that comes back, it does not hide it', () => {
    const previous = { resolvedAt: '2026-01-15T11:58:00.000Z', metrics: ['process_cpu_seconds_total'], alerts: [] };
    expect(decide(observed({ previous, at: '2026-01-15T12:00:30.000Z' }), undefined).events).toHaveLength(1);
    expect(decide(observed({ previous: { ...previous, metrics: ['other'] } }), undefined).events).toHaveLength(1);
  });
});

describe('an open incident', () => {
  it('takes in further signals once, and ranks who was first and loudest', () => {
    const later = memory({ onsetAt: '2026-01-15T12:01:00.000Z', anomaly_score: 9 });
    const incident = apply(open(), observed({ anomaly: later }));
    expect(incident).toMatchObject({ version: 2, title: 'web: CPU saturation (and 1 more signal)' });
    expect(incident.causes.map((c) => [c.rank, c.anomalyId])).toEqual([
      [1, 'anomaly-1'],
      [2, 'anomaly-2'],
    ]);
    expect(decide(observed({ anomaly: later }), incident)).toEqual({ events: [], reason: 'no-worse' });
  });

  it('grows with an anomaly that got worse, and ignores low ones', () => {
    const grown = apply(open(), observed({ anomaly: anAnomaly({ severity: 'critical' }) }));
    expect(grown).toMatchObject({ severity: 'critical', version: 2, anomalies: [{ severity: 'critical' }] });
    expect(decide(observed({ anomaly: memory({ severity: 'low' }) }), grown).reason).toBe('too-mild-to-join');
  });

  it('holds fifty anomalies at most', () => {
    let incident = open();
    for (let i = 0; i < 60; i++) incident = apply(incident, observed({ anomaly: memory({ id: `more-${i}` }) })) ?? incident;
    expect(incident.anomalies).toHaveLength(50);
    expect(incident.causes).toHaveLength(10);
  });

  it('is over when all has cleared and stayed clear', () => {
    const cleared = anAnomaly({ clearedAt: '2026-01-15T12:01:00.000Z', reason: 'back at 2%' });
    const tick = (at: string): IncidentCommand => ({ type: 'time-passed', at, quietMs: 30_000 });
    expect(decide(tick('2026-01-15T13:00:00.000Z'), open()).reason).toBe('still-anomalous');
    const quiet = apply(open(), { type: 'anomaly-cleared', anomaly: cleared, at: cleared.clearedAt! });
    expect(decide(tick('2026-01-15T12:01:29.000Z'), quiet).reason).toBe('not-quiet-for-long-enough');
    const resolved = apply(quiet, tick('2026-01-15T12:01:30.000Z'));
    expect(resolved).toMatchObject({ state: 'resolved', resolvedAt: '2026-01-15T12:01:30.000Z', version: 3 });
    expect(decide(tick('2026-01-15T14:00:00.000Z'), resolved).events).toEqual([]);
    expect(decide({ type: 'anomaly-cleared', anomaly: cleared, at: AT }, quiet).reason).toBe('already-cleared');
  });
});
