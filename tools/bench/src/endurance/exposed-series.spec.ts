import { describe, expect, it } from '@jest/globals';
import { identifySeries, parseExposition } from '@cloudops/domain-series';
import { checkExposed } from './check-exposed.ts';
import { exposedAt, expositionText } from './exposed-series.ts';
import { SampleSet } from './sample-set.ts';

const SEED = 7;
const ADDED = { job: 'exposed', sender: 'test' };

function scraped(scrapes: number, change: (name: string, value: number) => number = (_, value) => value): SampleSet {
  const set = new SampleSet();
  for (let scrape = 1; scrape <= scrapes; scrape++) {
    for (const { name, labels, value } of exposedAt(SEED, scrape).flatMap((family) => family.samples)) {
      const words = new Uint32Array(Float64Array.of(change(name, value)).buffer);
      set.of(identifySeries({ ...labels, ...ADDED, __name__: name }).id).push(scrape * 1_000, words[0]!, words[1]!);
    }
  }
  return set;
}

describe('what the target exposes', () => {
  it('is a few hundred series in the text format, each once, with the values that it says', () => {
    for (const scrape of [1, 5, 97]) {
      const exposed = exposedAt(SEED, scrape).flatMap((family) => family.samples);
      const { samples } = parseExposition(expositionText(exposedAt(SEED, scrape)), { openMetrics: false, maxSamples: 10_000 });
      expect(samples.map(({ value }) => value)).toEqual(exposed.map(({ value }) => value));
      expect(new Set(samples.map(({ series }) => series)).size).toBe(samples.length);
      expect(samples.length).toBeGreaterThan(400);
    }
  });
  it('repeats for a seed and differs for another one', () => {
    expect(exposedAt(1, 3)).toEqual(exposedAt(1, 3));
    expect(exposedAt(1, 3)).not.toEqual(exposedAt(2, 3));
  });
});

describe('checkExposed', () => {
  it('finds all of it in a good copy', () => {
    const check = checkExposed(scraped(7), SEED, ADDED);
    expect(check).toMatchObject({ scrapes: 7, wrong: 0 });
    expect(check.samples).toBeGreaterThan(7 * 400);
  });
  it('finds values that changed and series that are missing', () => {
    expect(
      checkExposed(
        scraped(2, (name, value) => (name === 'endurance_seconds_sum' ? value + 1 : value)),
        SEED,
        ADDED,
      ).wrong,
    ).toBe(40);
    const without = scraped(2);
    without.series.delete(identifySeries({ ...ADDED, __name__: 'endurance_level', room: '3' }).id);
    expect(checkExposed(without, SEED, ADDED).wrong).toBe(2);
  });
});
