import { describe, expect, it } from '@jest/globals';
import type { BatchSeries, SeriesDescriptor } from '@cloudops/contracts';
import { demandOf } from '@cloudops/domain-detection';
import { WORKLOAD, workloadStory } from '../testing/workload-story.ts';
import type { Change } from './live-view.ts';
import { LiveViews } from './live-views.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;
const batch = (series: SeriesDescriptor, time: number, value: number): BatchSeries => ({
  id: BigInt(`0x${series.id}`),
  times: Float64Array.of(time),
  values: Float64Array.of(value),
});
const all = Object.values(WORKLOAD);

function play(views: LiveViews, seconds: number, faultAt: number): Change[] {
  const changes: Change[] = [];
  let i = 0;
  for (const values of workloadStory(seconds, faultAt, seconds)) {
    for (const series of all) views.feed(batch(series, START + i * 1000, values.get(series.id)!), changes);
    i++;
  }
  return changes;
}

describe('LiveViews', () => {
  it('watches what was described, and asks for the rest', () => {
    const views = new LiveViews(100);
    expect(views.unknown([batch(WORKLOAD.cpu, 1, 1)])).toEqual([0xa0n]);
    views.describe(all, 0);
    expect(views.unknown(all.map((s) => batch(s, 1, 1)))).toEqual([]);
    expect(views.summary()).toMatchObject({ series: 4, learning: 4 });
  });

  it('holds no more views than it may', () => {
    const views = new LiveViews(2);
    views.describe(all, 0);
    views.describe(all, 0);
    expect(views.summary().series).toBe(2);
    expect(views.refused).toBeGreaterThan(0);
  });

  it('asks as much of every series as the false alarms that a person grants it', () => {
    const views = new LiveViews(100, undefined, 0.1);
    views.describe(all, 0);
    const demands = [...views.of(() => true)].map(({ watched }) => watched.profile.demand);
    expect(demands).toEqual(demands.map(() => demandOf(0.1)));
    expect(demands).toHaveLength(4);
  });

  it('grows no further when many times as many series come as it may watch, described again and again', () => {
    const views = new LiveViews(100);
    const newcomers = (from: number): SeriesDescriptor[] =>
      Array.from({ length: 5_000 }, (_, i) => ({
        ...(i % 2 === 0 ? WORKLOAD.sum : WORKLOAD.count),
        id: (from + i).toString(16).padStart(16, '0'),
        labels: { pod: `${from + (i >> 1)}` },
      }));
    const sizes = (): number[] => Object.values(views).flatMap((v: unknown) => (v instanceof Map || v instanceof Set ? [v.size] : []));
    for (let round = 0; round < 2; round++) views.describe(newcomers(0x1000), 0);
    const full = sizes();
    for (let from = 0x10_000; from < 0x20_000; from += 5_000) views.describe(newcomers(from), 0);
    expect(Math.max(...sizes())).toBeLessThanOrEqual(Math.max(800, ...full));
    expect(Math.max(...full)).toBeLessThanOrEqual(800);
    expect(views.summary().series).toBe(100);
    expect(views.refused).toBeGreaterThan(30_000);
  });

  it('keeps the entity from learning once a golden signal is in lasting trouble', () => {
    const views = new LiveViews(100);
    views.describe(all, 0);
    const changes = play(views, 130, 110);
    expect(changes.some((c) => c.transition.sustained)).toBe(true);
    expect(views.troubled.at('test/workload/web', START + 129_000)).toBe(true);
    expect(views.troubled.at('test/workload/web', START + 110_000)).toBe(false);
    expect(views.summary()).toMatchObject({ anomalous: 2, readyByEntity: { 'test/workload/web': 4 } });
  });

  it('ends the anomaly of a series that vanished, later forgets it, and starts anew when it comes back', () => {
    const views = new LiveViews(100);
    views.describe(all, 0);
    play(views, 130, 110);
    const changes: Change[] = [];
    views.sweep(1, START + 10 * HOUR, changes);
    expect(views.summary().series).toBe(4);
    views.sweep(0, START + 130_000 + 6 * 60_000, changes);
    expect(changes.map((c) => c.transition.cause)).toEqual(['stale', 'stale']);
    views.sweep(0, START + 130_000 + 2 * HOUR, changes);
    expect(views.summary().series).toBe(0);
    expect(views.takeUnsaved().forgotten).toHaveLength(4);
    expect(views.unknown([batch(WORKLOAD.cpu, 1, 1)])).toEqual([0xa0n]);
    views.describe(all, 0);
    expect(views.summary()).toMatchObject({ series: 4, learning: 4 });
  });
});
