import type { Labels } from '@cloudops/contracts';
import { identifySeries } from '@cloudops/domain-series';
import { exposedAt, SCRAPE_METRIC } from './exposed-series.ts';
import type { SampleSet } from './sample-set.ts';

export interface ExposedCheck {
  readonly scrapes: number;
  readonly samples: number;
  /** Exposed and not there, or there with another value. */
  readonly wrong: number;
}

/**
 * Whether a set holds what our target exposed at every scrape that the set knows of.
 * @param added labels that the sender gives to every series of the target
 */
export function checkExposed(set: SampleSet, seed: number, added: Labels): ExposedCheck {
  const idOf = (name: string, labels: Labels): bigint => identifySeries({ ...labels, ...added, __name__: name }).id;
  const scrapes = set.series.get(idOf(SCRAPE_METRIC, {}));
  const found = new Map<bigint, Map<number, number>>();
  let [kept, samples, wrong] = [0, 0, 0];
  scrapes?.times.forEach((time, place) => {
    const scrape = numberOf(scrapes.lows[place]!, scrapes.highs[place]!);
    if (Number.isNaN(scrape)) return; // the marker of its end
    kept += 1;
    for (const { name, labels, value } of exposedAt(seed, scrape).flatMap((family) => family.samples)) {
      const id = idOf(name, labels);
      if (!found.has(id)) found.set(id, valuesByTime(set, id));
      samples += 1;
      wrong += Number(!Object.is(found.get(id)!.get(time), value));
    }
  });
  return { scrapes: kept, samples, wrong };
}

function valuesByTime(set: SampleSet, id: bigint): Map<number, number> {
  const seen = set.series.get(id);
  return new Map(seen?.times.map((time, place) => [time, numberOf(seen.lows[place]!, seen.highs[place]!)]));
}

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
function numberOf(low: number, high: number): number {
  [words[0], words[1]] = [low, high];
  return double[0]!;
}
