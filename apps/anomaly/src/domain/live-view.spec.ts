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
