import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WORKLOAD, workloadStory } from '../testing/workload-story.ts';
import type { Change } from './live-view.ts';
import { isTrouble, LiveViews, type SavedView } from './live-views.ts';

const START = 1_700_000_000_000;
const story = [...workloadStory(150, 80, 110)];
const series = Object.values(WORKLOAD);

/** What the database keeps: the last snapshot with how far it got, and the anomalies, of which a replay changes none. */
class Kept {
  step = 0;
  views: readonly SavedView[] = [];
  /** Of each step, as it was told first. */
  readonly changes = new Map<number, readonly Change[]>();

  restore(): LiveViews {
    const views = new LiveViews(100);
    views.restore(this.views);
    for (const change of [...this.changes.values()].flat()) this.remember(views, change);
    views.describe(series, 0);
    return views;
  }

  store(views: LiveViews, step: number): void {
    const saved = new Map(this.views.map((view) => [view.key, view]));
    for (const view of views.takeUnsaved().changed) {
      saved.set(view.watched.key, { key: view.watched.key, partition: view.partition, state: view.serialise() });
    }
    [this.views, this.step] = [[...saved.values()], step];
  }

  private remember({ troubled }: LiveViews, change: Change): void {
    const { anomaly, transition } = change;
    const entity = 'test/workload/web';
    if (transition.type === 'cleared') troubled.end(entity, anomaly.id, transition.at);
    else if (isTrouble(change)) troubled.begin(entity, anomaly.id, transition.at);
  }
}

/** One second of all series. */
function feed(views: LiveViews, step: number): Change[] {
  const changes: Change[] = [];
  for (const { id } of series) {
    views.feed(
      { id: BigInt(`0x${id}`), times: Float64Array.of(START + step * 1000), values: Float64Array.of(story[step]!.get(id)!) },
      changes,
    );
  }
  return changes;
}

/** Applies the story; at the steps of `snapshots` state is stored, at those of `crashes` memory is lost. */
function live(snapshots: ReadonlySet<number>, crashes: ReadonlySet<number>): Kept {
  const kept = new Kept();
  let views = kept.restore();
  const crashed = new Set<number>();
  for (let step = 0; step < story.length; step++) {
    if (crashes.has(step) && !crashed.has(step)) {
      crashed.add(step);
      views = kept.restore();
      step = kept.step;
    }
    if (snapshots.has(step)) kept.store(views, step);
    const changes = feed(views, step);
    if (kept.changes.has(step)) expect(changes).toEqual(kept.changes.get(step));
    else kept.changes.set(step, changes);
  }
  kept.store(views, story.length);
  return kept;
}

it('tells the same, and knows the same in the end, however often and wherever it crashed', () => {
  const undisturbed = live(new Set(), new Set());
  const told = [...undisturbed.changes.values()].flat();
  expect(told.map((c) => c.transition.type)).toEqual(expect.arrayContaining(['detected', 'grew', 'cleared']));
  const steps = fc.uniqueArray(fc.integer({ min: 0, max: story.length - 1 }), { maxLength: 6 }).map((list) => new Set(list));
  fc.assert(
    fc.property(steps, steps, (snapshots, crashes) => {
      const disturbed = live(snapshots, crashes);
      expect([...disturbed.changes.values()].flat()).toEqual(told);
      const byKey = (kept: Kept) => kept.views.toSorted((a, b) => (a.key < b.key ? -1 : 1));
      expect(byKey(disturbed)).toEqual(byKey(undisturbed));
    }),
    { numRuns: 30 },
  );
});
