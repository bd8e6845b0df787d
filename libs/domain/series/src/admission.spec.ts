import { describe, expect, it } from '@jest/globals';
import { decodeBatch } from '@cloudops/contracts';
import { Admission, type Delivery } from './admission.ts';
import { KnownSeriesTable, type KnownSeries } from './known-series.ts';
import { IdentifiedSamples } from './identified-samples.ts';
import { identifySeries } from './series-identity.ts';
import { samplesOf } from './testing/arbitrary-samples.ts';

const limits = {
  now: 100_000,
  futureMs: 1000,
  retentionMs: 90_000,
  outOfOrderMs: 20_000,
  environment: 'test',
  maxSeries: 2,
  maxSeriesPerMetric: 10,
  forgottenMs: 90_000,
  partitions: 4,
};
const series = (name: string, ...points: [number, number][]) => ({
  identity: identifySeries({ __name__: name, job: 'j' }),
  samples: samplesOf(...points),
});
const delivery = (source: string, ...all: ReturnType<typeof series>[]): Delivery => ({
  source,
  series: IdentifiedSamples.of(all),
  sampleCount: all.length,
  entity: undefined,
});
const knowing = (...all: [bigint, KnownSeries][]) => {
  const known = new KnownSeriesTable();
  for (const [id, series] of all) known.set(id, series);
  return known;
};
const admission = (known = knowing(), over = {}) => new Admission(known, { ...limits, ...over });
const stored = (group: Admission) =>
  group.rows().flatMap(({ body }) => decodeBatch(body).series.map(({ times, values }) => [[...times], [...values]]));

describe('Admission', () => {
  it('accepts new samples, records the series once, learns only when told', () => {
    const known = knowing();
    const group = admission(known);
    const acceptance = group.add(delivery('remote-write:k', series('m', [50_000, 1], [60_000, 2])));
    group.add(delivery('remote-write:k', series('m', [70_000, 3])));
    expect(acceptance).toMatchObject({ accepted: 2, duplicates: 0, firstRefusal: undefined });
    expect(group.records()).toMatchObject([{ source: 'remote-write:k', entity: { environment: 'test', kind: 'target', id: 'j' } }]);
    expect(stored(group)).toEqual([
      [
        [50_000, 60_000, 70_000],
        [1, 2, 3],
      ],
    ]);
    expect(known.size).toBe(0);
    group.learn();
    const id = series('m').identity.id;
    expect(known.get(id)).toEqual({ source: 'remote-write:k', entity: 'test/target/j', metric: 'm', lastAt: 70_000 });
    expect(known.countOf('m')).toBe(1);
  });

  it('ignores repetitions and refuses conflicts, inside the group and against what is stored', () => {
    const m = series('m', [50_000, 1], [60_000, 2]);
    const known = knowing([m.identity.id, { source: 'remote-write:k', entity: 'test/target/j', metric: 'm', lastAt: 60_000 }]);
    const group = admission(known);
    const first = group.add(delivery('remote-write:k', series('m', [50_000, 1], [55_000, 5], [60_000, 9], [70_000, 7])));
    const second = group.add(delivery('remote-write:k', series('m', [70_000, 7], [70_000, 8])));
    expect(group.late).toMatchObject({ from: 50_000, to: 70_000 });
    group.settle(new Map([[m.identity.id, m.samples]]));
    expect(first).toMatchObject({ accepted: 2, duplicates: 1, refused: new Map([['conflicting-value', 1]]) });
    expect(second).toMatchObject({ accepted: 0, duplicates: 1, firstRefusal: { reason: 'conflicting-value', metric: 'm', time: 70_000 } });
    expect(stored(group)).toEqual([
      [
        [55_000, 70_000],
        [5, 7],
      ],
    ]);
  });

  it('refuses by time, by owner and by number of series, and keeps the rest', () => {
    const known = knowing([series('owned').identity.id, { source: 'scrape:x', entity: 'test/target/x', metric: 'owned', lastAt: 90_000 }]);
    const { refused, accepted } = admission(known).add(
      delivery(
        'remote-write:k',
        series('owned', [91_000, 1]),
        series('a', [5_000, 1], [90_000, 1], [102_000, 1]),
        series('b', [90_000, 1]),
      ),
    );
    expect(accepted).toBe(1);
    expect(Object.fromEntries(refused)).toEqual({ 'foreign-source': 1, 'too-old': 1, 'in-future': 1, 'series-limit': 1 });
  });

  it('records a change of entity, and a take-over by our own observation', () => {
    const id = series('m').identity.id;
    const known = knowing([id, { source: 'remote-write:k', entity: 'test/target/j', metric: 'm', lastAt: 90_000 }]);
    const group = admission(known);
    group.add({ ...delivery('scrape:web', series('m', [95_000, 1])), entity: { environment: 'test', kind: 'workload', id: 'web' } });
    expect(group.records()).toMatchObject([{ source: 'scrape:web', entity: { kind: 'workload', id: 'web' } }]);
    group.learn();
    expect(known.get(id)).toEqual({ source: 'scrape:web', entity: 'test/workload/web', metric: 'm', lastAt: 95_000 });
  });

  it('refuses new series of a metric that has too many, and keeps the known ones flowing', () => {
    const known = knowing([series('m').identity.id, { source: 'remote-write:k', entity: 'test/target/j', metric: 'm', lastAt: 50_000 }]);
    const other = { ...series('m', [60_000, 1]), identity: identifySeries({ __name__: 'm', job: 'other' }) };
    const { refused, accepted } = admission(known, { maxSeriesPerMetric: 1 }).add(
      delivery('remote-write:k', series('m', [60_000, 1]), other),
    );
    expect([accepted, Object.fromEntries(refused)]).toEqual([1, { 'metric-series-limit': 1 }]);
  });

  it('compares what a series that was forgotten sends of its old times with what is stored', () => {
    const m = series('m', [40_000, 1], [95_000, 2]);
    const group = admission(knowing(), { forgottenMs: 10_000 });
    const acceptance = group.add(delivery('remote-write:k', m));
    expect(group.late).toEqual({ ids: [m.identity.id], from: 40_000, to: 40_000 });
    group.settle(new Map([[m.identity.id, samplesOf([40_000, 1])]]));
    expect(acceptance).toMatchObject({ accepted: 1, duplicates: 1 });
  });
});
