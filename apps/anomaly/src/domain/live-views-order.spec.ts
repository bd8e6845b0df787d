import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SeriesDescriptor } from '@cloudops/contracts';
import { AnomalyConfig } from '../anomaly.config.ts';
import { WORKLOAD, workloadStory } from '../testing/workload-story.ts';
import type { Change } from './live-view.ts';
import { LiveEntities } from './live-entities.ts';
import { LiveViews } from './live-views.ts';

const START = 1_700_000_000_000;
const story = [...workloadStory(150, 80, 110)];
const all = Object.values(WORKLOAD);
const { MAX_VIEWS, MAX_ENTITIES } = AnomalyConfig.shape;

/** What the service tells and knows of the first seconds of a story. @param order of the series, in every scrape. */
function told(seconds: number, order: readonly SeriesDescriptor[] = all, values = (second: number, id: string) => story[second]!.get(id)!) {
  const views = new LiveViews(MAX_VIEWS.parse(undefined), new LiveEntities(MAX_ENTITIES.parse(undefined)));
  views.describe(order, 0);
  const changes: Change[] = [];
  for (let second = 0; second < seconds; second++) {
    for (const { id } of order) {
      const batch = { id: BigInt(`0x${id}`), times: Float64Array.of(START + second * 1_000), values: Float64Array.of(values(second, id)) };
      views.feed(batch, changes);
    }
  }
  const known = [...views.of(() => true)].map((view) => [view.watched.key, Buffer.from(view.state.serialise()).toString('base64')]);
  return { changes: sorted(changes), known: Object.fromEntries(known) as Record<string, string> };
}
const nameOf = ({ anomaly, transition }: Change): string => `${transition.at} ${anomaly.id} ${transition.type}`;
const sorted = (changes: readonly Change[]): Change[] => changes.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

it('shuffling series changes nothing: neither what is told nor what is known afterwards', () => {
  const usual = told(story.length);
  expect(usual.changes.map((c) => c.transition.type)).toEqual(expect.arrayContaining(['detected', 'cleared']));
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
      expect(told(story.length, order)).toEqual(usual);
    }),
    { numRuns: 30 },
  );
});

it('what is told of a prefix does not change when more rows follow, whatever they are: no statistic of the whole is read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: story.length }), fc.double(), (seconds, factor) => {
      const bent = (second: number, id: string): number => story[second]!.get(id)! * (second < seconds ? 1 : factor);
      const until = START + seconds * 1_000;
      const before = told(story.length, all, bent).changes.filter(({ transition }) => transition.at < until);
      expect(before).toEqual(told(seconds).changes);
    }),
    { numRuns: 30 },
  );
});
