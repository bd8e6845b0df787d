import { expect, it } from '@jest/globals';
import { viewsOf } from '@cloudops/domain-detection';
import fc from 'fast-check';
import { WORKLOAD, workloadStory } from '../testing/workload-story.ts';
import { LiveView } from './live-view.ts';

const mean = viewsOf([WORKLOAD.sum, WORKLOAD.count]).find((v) => v.view.kind === 'ratio')!;
type Sample = readonly [time: number, value: number, denominator: boolean];
const story = [...workloadStory(150, 100, 130)].flatMap((values, i): Sample[] => [
  [1_700_000_000_000 + i * 1000, values.get(WORKLOAD.sum.id)!, false],
  [1_700_000_000_000 + i * 1000, values.get(WORKLOAD.count.id)!, true],
]);
const live = (saved?: Uint8Array) => new LiveView(mean, 'test/workload/web', 2, saved);
const accept = (view: LiveView, [time, value, denominator]: Sample) => view.accept(time, value, denominator, true);

it('goes on from saved bytes, wherever they lie in memory, as if it had never stopped', () => {
  const whole = live();
  const expected = story.map((s) => accept(whole, s));
  expect(expected.flatMap((changes) => changes ?? []).map((c) => c.transition.type)).toEqual(
    expect.arrayContaining(['detected', 'cleared']),
  );
  fc.assert(
    fc.property(fc.nat(story.length), (cut) => {
      const before = live();
      const got = story.slice(0, cut).map((s) => accept(before, s));
      // as the database driver hands it over: a window into a larger buffer
      const after = live(Buffer.from(Buffer.concat([Buffer.alloc(3), before.serialise()])).subarray(3));
      expect(after.seen).toBe(before.seen);
      expect([...got, ...story.slice(cut).map((s) => accept(after, s))]).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

it('scores the same with what people said, wherever it was stopped: what counts is the time of a sample', () => {
  const rules = [{ tolerance: { above: 10, below: 0, unusual: 100 }, window: null, after: 1_700_000_000_000 + 110_000, until: Infinity }];
  const tolerant = (saved?: Uint8Array) => {
    const view = live(saved);
    view.tolerate(rules);
    return view;
  };
  const whole = tolerant();
  const expected = story.map((s) => accept(whole, s));
  const told = expected.flatMap((changes) => changes ?? []).map(({ transition }) => `${transition.kind} ${transition.type}`);
  expect(told).toEqual(expect.arrayContaining(['above detected', 'above cleared']));
  const cleared = expected.findIndex((changes) => changes?.some((c) => c.transition.type === 'cleared'));
  expect(cleared).toBeLessThan(2 * 120); // the fault lasts until 130
  fc.assert(
    fc.property(fc.nat(story.length), (cut) => {
      const before = tolerant();
      const got = story.slice(0, cut).map((s) => accept(before, s));
      const after = tolerant(before.serialise());
      expect([...got, ...story.slice(cut).map((s) => accept(after, s))]).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});
