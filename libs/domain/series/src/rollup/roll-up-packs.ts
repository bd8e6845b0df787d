import { mergeSamples } from '../merge-samples.ts';
import { Pack } from '../pack/pack.ts';
import type { Samples } from '../samples.ts';
import { FINE_MS } from './rollup.ts';
import { RollupBuilder } from './rollup-builder.ts';
import type { RolledSeries } from './rollup-pack.ts';

/** Series in one pack of roll-ups: what a read of one series unpacks for nothing is bounded. */
export const ROLLED_AT_ONCE = 64;

/**
 * Fine roll-ups of the series from `first` to `last` (signed) in these packs of samples, in order of the ids, some at a time. Samples
 * are looked at where they lie: a day of them is never unpacked at once.
 */
export function* rollUpPacks(bodies: readonly Uint8Array[], first: bigint, last: bigint): Generator<RolledSeries[]> {
  const open = bodies.map((body) => new Pack(body)).map((pack) => ({ pack, place: pack.firstAt(first) }));
  const builder = new RollupBuilder(FINE_MS);
  let some: RolledSeries[] = [];
  for (;;) {
    let id: bigint | undefined;
    for (const { pack, place } of open) {
      const next = pack.ids[place];
      if (next !== undefined && next <= last && (id === undefined || next < id)) id = next;
    }
    if (id === undefined) break;
    const runs: Samples[] = [];
    for (const one of open) if (one.pack.ids[one.place] === id) runs.push(one.pack.samples(one.place++));
    for (const run of inOrder(runs)) builder.add(run);
    const rollup = builder.take();
    if (rollup.count.length > 0) some.push({ id, rollup });
    if (some.length < ROLLED_AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** Runs that follow each other; merged when they overlap. */
function inOrder(runs: Samples[]): Samples[] {
  const ordered = runs.filter(({ times }) => times.length > 0).sort((a, b) => a.times[0]! - b.times[0]!);
  const follow = ordered.every(({ times }, i) => i === 0 || times[0]! > ordered[i - 1]!.times.at(-1)!);
  return follow ? ordered : [mergeSamples(ordered)];
}
