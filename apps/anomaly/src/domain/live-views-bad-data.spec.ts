import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BatchSeries, SeriesDescriptor } from '@cloudops/contracts';
import { AnomalyConfig } from '../anomaly.config.ts';
import type { Change } from './live-view.ts';
import { LiveEntities } from './live-entities.ts';
import { LiveViews } from './live-views.ts';

const START = 1_700_000_000_000;
const DAY_MS = 86_400_000;
const { MAX_VIEWS, MAX_ENTITIES } = AnomalyConfig.shape;

/** As the service makes it. @param maxViews by default as many as it watches by default. */
const production = (maxViews = MAX_VIEWS.parse(undefined)): LiveViews =>
  new LiveViews(maxViews, new LiveEntities(MAX_ENTITIES.parse(undefined)));

const described = (i: number, name = 'worker_utilization', type: SeriesDescriptor['type'] = 'gauge'): SeriesDescriptor => ({
  ...{ id: (i + 1).toString(16).padStart(16, '0'), name, type, labels: { instance: `host-${i}` }, source: 'remote-write:test' },
  entity: { environment: 'test', kind: 'target', id: `host-${i}` },
});
const samples = (i: number, rows: readonly (readonly [time: number, value: number])[]): BatchSeries => ({
  ...{ id: BigInt(i + 1), times: Float64Array.from(rows, ([time]) => time), values: Float64Array.from(rows, ([, value]) => value) },
});
/** Cheap reproducible noise from -1 to 1. */
const noise = (i: number, salt: number): number => Math.sin(i * 12.9898 + salt * 78.233 + Math.sin(i * 3.7 + salt));

/** What a service tells that has one series of these samples and looks for silent ones every minute. */
function told(rows: readonly (readonly [time: number, value: number])[], type: SeriesDescriptor['type'] = 'gauge'): Change[] {
  const views = production();
  views.describe([described(0, type === 'counter' ? 'requests_total' : 'worker_utilization', type)], 0);
  const changes: Change[] = [];
  let [clock, swept] = [0, 0];
  for (const [time, value] of rows) {
    views.feed(samples(0, [[time, value]]), changes);
    if (Math.abs(time) < 8e15) clock = Math.max(clock, time);
    if (clock - swept < 60_000) continue;
    views.sweep(0, clock, changes);
    swept = clock;
  }
  return changes;
}

/** Rows of a gauge whose level shifts at 400, so that there is something to tell. */
const shifting = Array.from({ length: 460 }, (_, i) => [START + i * 15_000, (i < 400 ? 10 : 90) + noise(i, 1)] as const);
const anyBad = fc.oneof(
  fc.tuple(fc.constant('number'), fc.constantFrom(NaN, Infinity, -Infinity)),
  fc.tuple(fc.constant('back'), fc.integer({ min: 0, max: 10_000_000 })),
  fc.tuple(fc.constant('time'), fc.constantFrom(NaN, Infinity, -Infinity)),
);

describe('bad data, through the detectors as the service runs them by default', () => {
  it('NaN, infinities and time going backwards change nothing that is told', () => {
    const undisturbed = told(shifting);
    expect(undisturbed.map((c) => c.transition.type)).toContain('detected');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(shifting.length - 1), anyBad), { maxLength: 30 }), (bad) => {
        const rows = shifting.flatMap(([time, value], i) => {
          const here = bad.filter(([at]) => at === i).map(([, [kind, x]]) => bent(time, value, kind, x));
          return [[time, value] as const, ...here];
        });
        expect(told(rows)).toEqual(undisturbed);
      }),
      { numRuns: 50 },
    );
  });

  it('never throws, whatever times and values are', () => {
    const anyNumber = fc.oneof(fc.double(), fc.integer({ min: START, max: START + 1e7 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(anyNumber, fc.double()), { maxLength: 200 }), fc.constantFrom('gauge', 'counter'), (rows, type) => {
        told(rows, type);
      }),
    );
  });

  it.each(['gauge', 'counter'] as const)('a constant series (%s) never alarms', (type) => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(1_000, 15_000, 300_000), (value, stepMs) => {
        expect(
          told(
            Array.from({ length: 2_000 }, (_, i) => [START + i * stepMs, value] as const),
            type,
          ),
        ).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('a series of one point a day never leaves its band by itself; what is unusual about it only informs, once or twice a year', () => {
    for (const salt of [1, 2, 3]) {
      const changes = told(Array.from({ length: 730 }, (_, day) => [START + day * DAY_MS, 50 + 3 * noise(day, salt)] as const));
      expect(changes.filter(({ anomaly }) => anomaly.kind !== 'unusual')).toEqual([]);
      expect(changes.every(({ anomaly, transition }) => anomaly.severity === 'low' && transition.kind === 'unusual')).toBe(true);
      expect(changes.filter(({ transition }) => transition.type === 'detected').length).toBeLessThanOrEqual(4);
    }
  });

  it('a million new series in a minute are not an alarm, and memory stays within its bound', () => {
    const [most, views, changes] = [2_000, production(2_000), [] as Change[]];
    const sizes = (): number[] => Object.values(views).flatMap((v: unknown) => (v instanceof Map || v instanceof Set ? [v.size] : []));
    for (let from = 0; from < 1_000_000; from += 10_000) {
      const newcomers = Array.from({ length: 10_000 }, (_, i) => from + i);
      views.describe(
        newcomers.map((i) => described(i)),
        0,
      );
      for (const i of newcomers) views.feed(samples(i, [[START + (from / 1_000_000) * 60_000, i % 7]]), changes);
      expect(Math.max(...sizes())).toBeLessThanOrEqual(8 * most + newcomers.length);
    }
    views.sweep(0, START + 60_000, changes);
    expect(changes).toEqual([]);
    expect(views.summary().series).toBe(most);
    expect([...views.entities.all()].length).toBe(MAX_ENTITIES.parse(undefined));
  }, 120_000);
});

function bent(time: number, value: number, kind: string, x: number): readonly [number, number] {
  if (kind === 'number') return [time + 1_000, x];
  return kind === 'back' ? [time - x, value * 1e6] : [x, value * 1e6];
}
