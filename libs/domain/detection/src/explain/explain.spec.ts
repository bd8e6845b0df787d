import { describe, expect, it } from '@jest/globals';
import type { Anomaly, Point } from '@cloudops/contracts';
import { anAnomaly, aSeries } from '@cloudops/testing';
import fc from 'fast-check';
import { coveredMs } from './covered-ms.ts';
import { grafanaLink } from './grafana-link.ts';
import { howRare } from './how-rare.ts';
import { lengthOf } from './length-of.ts';
import { nearestAnomalies } from './nearest-anomalies.ts';
import { promqlOf } from './promql-of.ts';
import { sampleFlow } from './sample-flow.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const T0 = Date.UTC(2026, 0, 1);
const every = (count: number, step: number, value: (i: number) => number): Point[] =>
  Array.from({ length: count }, (_, i): Point => [T0 + i * step, value(i)]);
const high: Pick<Anomaly, 'kind' | 'value'> = { kind: 'above', value: 90 };

describe('how rare an anomaly is', () => {
  it('counts events in the time that samples cover', () => {
    const quiet = every(41 * 96 + 1, DAY / 96, () => 10);
    expect(howRare(high, quiet, [])).toMatchObject({
      times: 0,
      onceInSeconds: (41 * DAY) / 1000,
      text: 'once in 41 days: never before as high in all the time that is known',
    });
    const busy = quiet.map(([t, v], i): Point => [t, i === 500 || i === 501 || i === 2_000 ? 95 : v]);
    expect(howRare(high, busy, []).text).toBe('about once in 21 days: as high 2 times before in 41 days');
    expect(howRare({ kind: 'below', value: 9 }, busy, []).times).toBe(0);
  });

  it('says what it cannot know', () => {
    expect(
      howRare(
        high,
        every(181, MINUTE, () => 10),
        [],
      ),
    ).toMatchObject({
      onceInSeconds: null,
      text: 'seen for only 3 h, which is too short to tell how rare this is; never before as high in that time',
    });
    expect(howRare(high, [], [])).toMatchObject({ knownSeconds: 0, onceInSeconds: null });
  });

  it('counts told courses where there is no level to count by', () => {
    const days = every(97 * 4, DAY / 96, () => 10);
    expect(howRare({ kind: 'unusual', value: 10 }, days, [T0 - DAY, T0 + DAY]).times).toBe(1);
  });

  it('does not count gaps as time that is known', () => {
    const times = [0, 1, 2, 3, 1_000, 1_001].map((m) => m * MINUTE);
    expect(coveredMs(times)).toBe(5 * MINUTE);
    expect(coveredMs([5])).toBe(0);
  });

  it('is never more often than samples are as far out, whatever the series', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 100 })), { maxLength: 200 }),
        fc.integer({ min: 0, max: 100 }),
        (values, value) => {
          const points = values.map((v, i): Point => [T0 + i * 7 * MINUTE, v]);
          const { times, onceInSeconds } = howRare({ kind: 'above', value }, points, []);
          expect(times).toBeLessThanOrEqual(values.filter((v) => v !== null && v >= value).length);
          expect(times > 0).toBe(values.some((v) => v !== null && v >= value));
          if (onceInSeconds !== null) expect(onceInSeconds).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('whether samples still come', () => {
  const now = T0 + 100 * MINUTE;
  it('tells silence, and whether it is this series alone', () => {
    const stopped = every(50, MINUTE, (i) => i);
    expect(sampleFlow(stopped, now, { all: 12, arriving: 12 }).text).toBe(
      'no sample for 51 min, since 2026-01-01T00:49:00.000Z; all 12 other signals of this entity still arrive',
    );
    expect(sampleFlow(stopped, now, { all: 12, arriving: 0 }).text).toContain('it, or the way from it, is down');
    expect(sampleFlow([], now, { all: 0, arriving: 0 })).toMatchObject({ state: 'silent', since: null });
  });
  it('tells a stuck value of a series that used to move, and of no other', () => {
    const stuck = every(100, MINUTE, (i) => (i < 60 ? i * 1.5 : 77));
    expect(sampleFlow(stuck, now, { all: 1, arriving: 1 })).toMatchObject({
      state: 'stuck',
      since: new Date(T0 + 60 * MINUTE).toISOString(),
    });
    const constant = every(100, MINUTE, () => 77);
    const lazy = every(100, MINUTE, (i) => Math.floor(i / 12));
    for (const points of [constant, lazy]) expect(sampleFlow(points, now, { all: 1, arriving: 1 }).state).toBe('arriving');
  });
});

describe('similar anomalies', () => {
  const onset = '2026-01-15T12:00:00.000Z';
  const past = (id: string, over: Partial<Anomaly> = {}): Anomaly =>
    anAnomaly({ id, onsetAt: '2026-01-10T12:00:00.000Z', clearedAt: '2026-01-10T12:04:00.000Z', ...over });
  const now = anAnomaly({ id: 'now', onsetAt: onset, anomaly_score: 4 });

  it('prefers the same signal, side and size', () => {
    const mode = aSeries({ id: '00000000000000b1', labels: { mode: 'user' } });
    const found = nearestAnomalies(
      now,
      [
        past('other side', { kind: 'below', anomaly_score: 4 }),
        past('much larger', { anomaly_score: 60 }),
        past('other view', { series: mode, view: { kind: 'rate', series: mode.id }, anomaly_score: 4 }),
        past('same', { anomaly_score: 4.4 }),
        past('elsewhere', {
          series: aSeries({ id: '00000000000000c1', name: 'other_total' }),
          view: { kind: 'rate', series: '00000000000000c1' },
        }),
        past('later', { onsetAt: '2026-01-16T12:00:00.000Z' }),
      ],
      5,
    );
    expect(found.map((f) => f.anomaly.id)).toEqual(['same', 'other view', 'other side', 'much larger']);
    expect(found[0]!.text).toBe('the same signal was about as far above its band for 4 min');
    expect(nearestAnomalies(now, [past('a'), past('b'), past('c')], 2)).toHaveLength(2);
  });
});

describe('where to look', () => {
  it('writes the query of exactly that view', () => {
    const series = aSeries({ name: 'http_request_duration_seconds_sum', labels: { path: 'a"b\\', job: 'web' } });
    expect(promqlOf(series, { kind: 'rate', series: series.id }, 15_000)).toBe(
      String.raw`rate(http_request_duration_seconds_sum{path="a\"b\\",job="web"}[1m])`,
    );
    expect(promqlOf({ ...series, labels: {} }, { kind: 'ratio', numerator: series.id, denominator: series.id }, 1_000)).toBe(
      'rate(http_request_duration_seconds_sum[5s]) / rate(http_request_duration_seconds_count[5s])',
    );
    expect(promqlOf(aSeries({ name: 'up', labels: { job: 'web' } }), { kind: 'value', series: series.id }, 0)).toBe('up{job="web"}');
  });
  it('links to Grafana with query and range', () => {
    const url = new URL(grafanaLink({ query: 'up{job="a b"}', from: 1, to: 2 }, 'https://grafana.example/', 'uid-1'));
    expect(url.pathname).toBe('/explore');
    expect(JSON.parse(url.searchParams.get('panes')!)).toEqual({
      a: {
        datasource: 'uid-1',
        queries: [{ refId: 'A', expr: 'up{job="a b"}', datasource: { type: 'prometheus', uid: 'uid-1' } }],
        range: { from: '1', to: '2' },
      },
    });
  });
  it('writes lengths as people say them', () =>
    expect([41 * DAY, 1.5 * DAY, 3 * 3_600_000, 100 * MINUTE, 4_000, 0].map(lengthOf)).toEqual([
      '41 days',
      '36 h',
      '3 h',
      '100 min',
      '4 s',
      '0 s',
    ]));
});
