import { expect, it } from '@jest/globals';
import { type Anomaly, DomainError, Incident } from '@cloudops/contracts';
import { anAnomaly, anEntity, aSeries } from '@cloudops/testing';
import fc from 'fast-check';
import { decide } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { IncidentCommand } from '../incident-command.ts';
import type { IncidentEvent } from '../incident-event.ts';
import { routePart } from '../route-part.ts';
import { decideMerge } from './decide-merge.ts';
import { decideSplit } from './decide-split.ts';

const START = Date.parse('2026-01-15T12:00:00.000Z');
const QUIET_MS = 30_000;

/** Everything that is open or over, and every anomaly that ever was told as belonging somewhere. */
class World {
  readonly incidents = new Map<string, Incident>();
  readonly anomalies = new Map<string, Anomaly>();
  readonly told = new Set<string>();
  private clock = START;

  private get at(): string {
    return new Date((this.clock += 20_000)).toISOString();
  }
  get open(): Incident[] {
    return [...this.incidents.values()].filter((i) => i.state === 'open');
  }
  holding(id: string): Incident[] {
    return [...this.incidents.values()].filter((i) => i.anomalies.some((a) => a.id === id));
  }

  /** An anomaly of one of four series of three entities, seen as the detector tells it: the open one of that series again, or the next one. */
  observe(entity: number, series: number, severity: Anomaly['severity']): void {
    const at = this.at;
    const of = aSeries({ id: `${entity}${series}`.padStart(16, '0'), name: `metric_${series}`, entity: anEntity({ id: `web-${entity}` }) });
    const known = [...this.anomalies.values()].find((a) => a.series.id === of.id && a.clearedAt === null);
    const worse = known?.severity === 'critical' ? 'critical' : severity;
    const anomaly = known ? { ...known, severity: worse } : anAnomaly({ id: `a${this.anomalies.size}`, series: of, severity, onsetAt: at });
    this.anomalies.set(anomaly.id, anomaly);
    const others = [...this.anomalies.values()].filter((a) => a.entity.id === anomaly.entity.id && a.clearedAt === null);
    this.apply(anomaly, { type: 'anomaly-observed', anomaly, sustained: true, others, previous: undefined, at });
  }

  clear(nth: number): void {
    const open = [...this.anomalies.values()].filter((a) => a.clearedAt === null);
    const known = open[nth % Math.max(open.length, 1)];
    if (!known) return;
    const at = this.at;
    const anomaly = { ...known, clearedAt: at };
    this.anomalies.set(anomaly.id, anomaly);
    this.apply(anomaly, { type: 'anomaly-cleared', anomaly, at });
  }

  close(): void {
    this.clock += QUIET_MS;
    for (const incident of this.open) {
      this.take(incident, decide({ type: 'time-passed', at: this.at, quietMs: QUIET_MS }, incident).events);
    }
  }

  /** Of any two, also the same one twice and what is over: as somebody with an old page would. */
  merge(one: number, other: number): void {
    const all = [...this.incidents.values()];
    const [source, target] = [all[one % all.length], all[other % all.length]];
    if (!source || !target) return;
    this.try(() => {
      const verdict = decideMerge({ source, target, by: 'ann', reason: 'one trouble', at: this.at });
      this.take(source, verdict.source);
      this.take(target, verdict.target);
    });
  }

  split(nth: number, mask: number): void {
    const all = [...this.incidents.values()];
    const incident = all[nth % all.length];
    if (!incident) return;
    const leaving = incident.anomalies.filter((_, i) => (mask >> i) & 1).map((a) => a.id);
    this.try(() => {
      const verdict = decideSplit({ incident, anomalies: leaving, alerts: [], by: 'ann', reason: 'two troubles', at: this.at });
      this.take(incident, [verdict.incident]);
      this.take(undefined, [verdict.opened]);
    });
  }

  private apply(anomaly: Anomaly, command: IncidentCommand): void {
    const incident = routePart(this.open, { anomaly });
    this.take(incident, decide(command, incident).events);
  }

  private take(before: Incident | undefined, events: readonly IncidentEvent[]): void {
    const after = events.reduce<Incident | undefined>((state, event) => evolve(state, event), before);
    if (!after) return;
    if (!before) expect(this.incidents.has(after.id)).toBe(false);
    expect(after.version).toBe((before?.version ?? 0) + events.length);
    this.incidents.set(after.id, Incident.parse(after));
    for (const { id } of after.anomalies) this.told.add(id);
  }

  private try(work: () => void): void {
    const before = new Map(this.incidents);
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect(this.incidents).toEqual(before);
    }
  }
}

const ids = (all: readonly string[]): string[] => [...all].sort();
const small = fc.nat({ max: 3 });
const step: fc.Arbitrary<(world: World) => void> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(fc.nat({ max: 2 }), small, fc.constantFrom<Anomaly['severity']>('low', 'medium', 'high', 'critical')),
    },
    { weight: 2, arbitrary: fc.record({ clear: fc.nat({ max: 9 }) }) },
    { weight: 3, arbitrary: fc.record({ merge: fc.nat({ max: 9 }), into: fc.nat({ max: 9 }) }) },
    { weight: 3, arbitrary: fc.record({ split: fc.nat({ max: 9 }), mask: fc.nat({ max: 31 }) }) },
    { weight: 1, arbitrary: fc.constant({ close: true }) },
  )
  .map((what) => (world: World) => {
    if (Array.isArray(what)) world.observe(...what);
    else if ('clear' in what) world.clear(what.clear);
    else if ('merge' in what) world.merge(what.merge, what.into);
    else if ('split' in what) world.split(what.split, what.mask);
    else world.close();
  });

it('whatever is observed, merged, split and closed, every anomaly stays in exactly one incident, as it is, and none is lost', () => {
  let reshaped = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const world = new World();
      for (const each of steps) each(world);
      for (const id of world.told) {
        const [holder, ...more] = world.holding(id);
        expect(more).toEqual([]);
        expect(holder!.anomalies.find((a) => a.id === id)!.clearedAt).toBe(world.anomalies.get(id)!.clearedAt);
        if (world.anomalies.get(id)!.clearedAt === null) expect(holder!.state).toBe('open');
      }
      for (const incident of world.incidents.values()) {
        expect(incident.anomalies.length === 0).toBe(incident.mergedInto !== null);
        if (incident.state !== 'open') continue;
        expect(incident.anomalies.some((a) => a.entity.id === incident.entity.id)).toBe(true);
        if (incident.anomalies.length <= 10)
          expect(ids(incident.causes.map((c) => c.anomalyId))).toEqual(ids(incident.anomalies.map((a) => a.id)));
      }
      const own = world.open.filter((i) => i.splitFrom === null).map((i) => i.entity.id);
      expect(new Set(own).size).toBe(own.length);
      reshaped += [...world.incidents.values()].filter((i) => i.mergedInto ?? i.splitFrom).length;
    }),
    { numRuns: 300 },
  );
  expect(reshaped).toBeGreaterThan(100);
});
