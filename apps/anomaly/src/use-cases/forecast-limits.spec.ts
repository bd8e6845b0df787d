import { describe, expect, it } from '@jest/globals';
import type { Point, SeriesDescriptor, SeriesView } from '@cloudops/contracts';
import { aSeries } from '@cloudops/testing';
import { LiveViews } from '../domain/live-views.ts';
import { ViewHistory } from '../domain/view-history.ts';
import { ForecastLimits } from './forecast-limits.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;

class RecordedHistory extends ViewHistory {
  asked: string[] = [];
  down = false;
  /** Used so much every hour, up to `value` now. */
  constructor(private readonly now: ReadonlyMap<string, readonly [value: number, perHour: number]>) {
    super();
  }
  points(view: SeriesView, from: number, to: number): Promise<Point[]> {
    if (this.down) return Promise.reject(new Error('history is down'));
    const id = view.kind === 'ratio' ? view.numerator : view.series;
    this.asked.push(id);
    const [value, perHour] = this.now.get(id) ?? [0, 0];
    return Promise.resolve(
      Array.from({ length: 24 * 12 * 6 }, (_, i): Point => [to - i * 300_000, value - (perHour * i) / 12])
        .filter(([time]) => time >= from)
        .toReversed(),
    );
  }
}

const series = (id: number, name: string, labels: Record<string, string> = {}): SeriesDescriptor =>
  aSeries({ id: id.toString(16).padStart(16, '0'), name, labels, type: 'gauge' });
const DATA = series(1, 'node_filesystem_avail_bytes', { mountpoint: '/data', device: '/dev/sda1' });
const TWIN = series(2, 'node_filesystem_avail_bytes', { mountpoint: '/data/mounted-again', device: '/dev/sda1' });
const FDS = series(3, 'process_open_fds', { job: 'web' });
const MAX = series(4, 'process_max_fds', { job: 'web' });
const OTHER = series(5, 'process_open_fds', { job: 'without a ceiling' });
const ALL = [DATA, TWIN, FDS, MAX, OTHER];

function setUp(levels: ReadonlyMap<string, readonly [number, number]>) {
  const views = new LiveViews(100);
  views.describe(ALL, 0);
  const history = new RecordedHistory(levels);
  const feed = (time: number): void => {
    for (const { id } of ALL) {
      const [value] = levels.get(id) ?? [1, 0];
      views.feed({ id: BigInt(`0x${id}`), times: Float64Array.of(time), values: Float64Array.of(value) }, []);
    }
  };
  return { views, history, feed, forecasts: new ForecastLimits(views, history) };
}
const LEVELS = new Map<string, readonly [number, number]>([
  [DATA.id, [9e9, -1e9]],
  [TWIN.id, [9e9, -1e9]],
  [FDS.id, [900, 20]],
  [MAX.id, [1_000, 0]],
]);

describe('ForecastLimits', () => {
  it('foretells what will be used up, soonest first, a device once, and only what has a ceiling', async () => {
    const { history, feed, forecasts } = setUp(LEVELS);
    feed(NOW - 10_000);
    await forecasts.renew(NOW);
    const { forecasts: made, watched, learning } = forecasts.list(10);
    expect([watched, learning]).toEqual([2, 0]);
    expect(made.map((f) => [f.what, Math.round((Date.parse(f.at) - NOW) / HOUR), f.left])).toEqual([
      ['file descriptors', 5, 100],
      ['disk space of /data', 9, expect.closeTo(9e9, -4)],
    ]);
    expect(forecasts.list(1).forecasts).toHaveLength(1);
    expect(history.asked).toEqual([DATA.id, FDS.id]);
  });

  it('reads a past once, and forgets what has no samples any more', async () => {
    const { history, feed, forecasts } = setUp(LEVELS);
    feed(NOW - 10_000);
    await forecasts.renew(NOW);
    feed(NOW + 110_000);
    await forecasts.renew(NOW + 120_000);
    expect(history.asked).toHaveLength(2);
    await forecasts.renew(NOW + HOUR);
    expect(forecasts.list(10)).toEqual({ forecasts: [], watched: 0, learning: 0 });
  });

  it('says that it learns while history cannot be read, and catches up', async () => {
    const { history, feed, forecasts } = setUp(LEVELS);
    history.down = true;
    feed(NOW - 10_000);
    await expect(forecasts.renew(NOW)).rejects.toThrow('history is down');
    expect(forecasts.list(10)).toEqual({ forecasts: [], watched: 2, learning: 2 });
    history.down = false;
    await forecasts.renew(NOW + 1_000);
    expect(forecasts.list(10).forecasts).toHaveLength(2);
  });
});
