import { describe, expect, it } from '@jest/globals';
import type { SeriesDescriptor } from '@cloudops/contracts';
import { EntityState, ROW_MS } from '@cloudops/domain-detection';
import fc from 'fast-check';
import { LiveEntities } from './live-entities.ts';
import type { Change } from './live-view.ts';
import { LiveViews } from './live-views.ts';
import type { ModelAssignment } from './model-assignment.ts';

const POINT_MS = 100_000;
const START = 1_700_000_100_000;
const POINTS = 1_500;
const BROKEN_AT = 1_200;
const ENTITY = 'test/workload/web';

const gauge = (id: number, name: string, labels = {}): SeriesDescriptor => ({
  id: id.toString(16).padStart(16, '0'),
  name,
  labels: { job: 'web', ...labels },
  type: 'gauge',
  entity: { environment: 'test', kind: 'workload', id: 'web' },
  source: 'scrape:web',
});
const SERIES = [
  gauge(1, 'process_resident_memory_bytes'),
  gauge(2, 'worker_utilization'),
  gauge(3, 'job_queue', { shard: 'a' }),
  gauge(4, 'job_queue', { shard: 'b' }),
  gauge(5, 'favourite_number'),
];

const jitter = (i: number, salt: number): number => Math.sin(i * 12.9898 + salt * 78.233) + Math.sin(i * 4.123 + salt * 17.17);
/** All signals follow one load; from `BROKEN_AT` for 60 points utilisation does not, at values that it often has. */
function valueOf(id: number, i: number): number {
  const load = 3 * Math.sin(i / 40) + jitter(i, 0);
  const broken = i >= BROKEN_AT && i < BROKEN_AT + 60;
  if (id === 1) return 1e9 + 1e8 * load + 1e6 * jitter(i, 1);
  if (id === 2) return 0.5 + 0.1 * (broken ? -load : load) + 0.001 * jitter(i, 2);
  return 50 + 10 * load + 0.2 * jitter(i, id);
}

interface World {
  readonly views: LiveViews;
  readonly seen: Change[];
}

function begin(assignments: readonly ModelAssignment[] = [], order = SERIES): World {
  const views = new LiveViews(100, new LiveEntities(10));
  views.restore([]);
  views.entities.restore([], assignments);
  views.describe(order, 0);
  return { views, seen: [] };
}

function play({ views, seen }: World, from: number, until: number, order: readonly SeriesDescriptor[] = SERIES): void {
  for (let i = from; i < until; i++) {
    for (const { id } of order) {
      const series = {
        id: BigInt(`0x${id}`),
        times: Float64Array.of(START + i * POINT_MS),
        values: Float64Array.of(valueOf(parseInt(id, 16), i)),
      };
      const changes: Change[] = [];
      views.feed(series, changes);
      seen.push(...changes.filter(({ anomaly }) => anomaly.kind === 'together'));
    }
  }
}

const saved = (views: LiveViews) => {
  const { changed, forgotten } = views.entities.takeUnsaved();
  return {
    entities: changed.map(({ key, course, state }) => ({
      key,
      course: JSON.parse(JSON.stringify(course)) as typeof course,
      state: state!,
    })),
    forgotten,
  };
};
const network: ModelAssignment['weights'] = {
  ...{
    signals: 3,
    hidden: 1,
    encoder: [[0, 0, 0, 0, 0, 0, 0]],
    decoder: [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
    spread: [1, 1, 1],
  },
};

describe('entities beside their views', () => {
  const whole = begin();
  play(whole, 0, POINTS);

  it('tells of signals that part from each other, what carries it, and when it is over', () => {
    expect(whole.seen.map(({ transition }) => transition.type)).toEqual(['detected', 'cleared']);
    const [{ anomaly }] = whole.seen as [Change, Change];
    expect(anomaly).toMatchObject({
      kind: 'together',
      severity: 'low',
      signal: 'saturation',
      entity: { id: 'web' },
      series: { name: 'worker_utilization' },
    });
    expect(anomaly.reason).toMatch(
      /^The signals of web are together unlike its past since .*, carried by utilisation \(worker_utilization, \d+ %\)/,
    );
    const broken = START + BROKEN_AT * POINT_MS;
    expect(Date.parse(anomaly.onsetAt) - broken).toBeLessThan(6 * ROW_MS);
    expect(Date.parse(whole.seen[1]!.anomaly.clearedAt!)).toBeGreaterThan(broken + 60 * POINT_MS);
  });

  it('a signal is the mean of its series, what nothing is known of is none', () => {
    const { columns } = whole.views.entities.get(ENTITY)!;
    expect(columns.map(({ metric }) => metric)).toEqual(['job_queue', 'process_resident_memory_bytes', 'worker_utilization']);
  });

  it('a restart at any point changes nothing, nor does the order of series', () => {
    const expected = whole.views.entities.get(ENTITY)!;
    fc.assert(
      fc.property(fc.nat(POINTS), fc.shuffledSubarray(SERIES, { minLength: SERIES.length }), (cut, order) => {
        const first = begin([], order);
        play(first, 0, cut, order);
        const second = begin([], order);
        second.views.entities.restore(saved(first.views).entities, []);
        second.views.restore(first.views.takeUnsaved().changed.map((v) => ({ key: v.watched.key, partition: 0, state: v.serialise() })));
        second.views.describe(order, 0);
        play(second, cut, POINTS, order);
        const { state, course } = second.views.entities.get(ENTITY)!;
        expect([...first.seen, ...second.seen].map(({ anomaly }) => anomaly.id)).toEqual(whole.seen.map(({ anomaly }) => anomaly.id));
        if (order.every((series, i) => series === SERIES[i]))
          expect([state.serialise(), course]).toEqual([expected.state.serialise(), expected.course]);
        expect(state.rows).toBe(expected.state.rows);
      }),
      {
        numRuns: 4,
        examples: [
          [700, SERIES],
          [0, SERIES],
          [BROKEN_AT + 30, SERIES],
        ],
      },
    );
  });

  it('a model takes over with the row that it is assigned from, also in a replay', () => {
    const { columns } = whole.views.entities.get(ENTITY)!;
    const since = START + 900 * POINT_MS;
    const assignment = { position: 1, entity: ENTITY, since, version: 1, weights: network, columns };
    const live = begin();
    play(live, 0, 900);
    const before = saved(live.views);
    const views = live.views.takeUnsaved().changed.map((v) => ({ key: v.watched.key, partition: 0, state: v.serialise() }));
    live.views.entities.assign(assignment);
    play(live, 900, 1_000);
    const replayed = begin();
    replayed.views.restore(views);
    replayed.views.entities.restore(before.entities, [assignment]);
    replayed.views.describe(SERIES, 0);
    play(replayed, 900, 1_000);
    const linear = begin();
    play(linear, 0, 1_000);
    const [a, b, c] = [live, replayed, linear].map(({ views: v }) => v.entities.get(ENTITY)!);
    expect(a!.state.serialise()).toEqual(b!.state.serialise());
    expect(a!.state.serialise()).not.toEqual(c!.state.serialise());
    expect([a!.assigned, c!.assigned]).toEqual([1, 0]);
  });

  it('goes on with what history taught', () => {
    const { columns, state } = whole.views.entities.get(ENTITY)!;
    const young = begin([{ position: 3, entity: ENTITY, since: START, version: 0, columns, state: state.serialise() }]);
    play(young, POINTS, POINTS + 10);
    expect(young.views.entities.get(ENTITY)!.state.rows).toBeGreaterThan(state.rows);
    expect(young.views.entities.get(ENTITY)!.assigned).toBe(3);
  });

  it('ends what is under way when the entity falls silent, and forgets it when nothing of it is watched any more', () => {
    const world = begin();
    play(world, 0, BROKEN_AT + 40);
    const silent = START + (BROKEN_AT + 40) * POINT_MS;
    const changes: Change[] = [];
    world.views.sweep(0, silent + 60_000, changes);
    expect(changes.filter(({ anomaly }) => anomaly.kind === 'together')).toEqual([]);
    world.views.sweep(0, silent + 3 * 3_600_000, changes);
    expect(changes.filter(({ anomaly }) => anomaly.kind === 'together').map(({ transition }) => transition.cause)).toEqual(['stale']);
    world.views.sweep(0, silent + 30 * 3_600_000, changes);
    expect(world.views.entities.takeUnsaved()).toEqual({ changed: [], forgotten: [ENTITY] });
  });

  it('no more than so many, and numbers that are none do no harm', () => {
    const full = new LiveViews(100, new LiveEntities(0));
    full.describe(SERIES, 0);
    expect([full.entities.refused, full.entities.get(ENTITY)]).toEqual([4, undefined]);
    const world = begin();
    for (const value of [1e300, -1e300, NaN, Infinity, 0]) {
      for (const time of [START, START + 1e12, START + ROW_MS, START + 3 * ROW_MS, 0]) {
        for (const id of [1n, 2n, 3n]) world.views.feed({ id, times: Float64Array.of(time), values: Float64Array.of(value) }, world.seen);
      }
    }
    expect(world.views.entities.get(ENTITY)!.rows.toJSON().open.length).toBeLessThanOrEqual(3);
    expect(EntityState.restore(world.views.entities.get(ENTITY)!.state.serialise())).toBeDefined();
  });
});
