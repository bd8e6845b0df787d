import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { observe } from './detector.ts';
import { DetectorState } from './detector-state.ts';
import { GENERIC } from './signal-profile.ts';
import { type LabelledFile, readLabelled } from './testing/read-labelled.ts';

/** Public data beside the repository, where there is any: nothing of it goes into the tree. */
const DATA = resolve(import.meta.dirname, '../../../../../shared');

interface Scorer {
  readonly sweepFile: (times: string[], windows: [string, string][]) => unknown;
  readonly scoreCorpus: (
    files: unknown[],
    options?: { thresholds: { standard: number }; profiles: object },
  ) => { standard: { score: number } };
}

/** Strictly online, with the configuration that ships. */
function rarityOf({ times, values }: LabelledFile): Float64Array {
  const state = new DetectorState();
  return Float64Array.from(values, (value, i) => observe(state, times[i]!, value, GENERIC).rarity);
}

async function scoreOf(folder: string): Promise<{ tuned: number; asShipped: number; files: number }> {
  const { sweepFile, scoreCorpus } = (await import(pathToFileURL(resolve(DATA, 'tools/nab-score.mjs')).href)) as Scorer;
  const files = readLabelled(folder).map((file) => ({
    key: file.key,
    scores: rarityOf(file),
    sweep: sweepFile(file.labels, file.windows),
  }));
  const profiles = { standard: { tp: 1, fn: 1, fp: 0.11 } };
  const asShipped = scoreCorpus(files, { thresholds: { standard: 1 }, profiles }).standard.score;
  return { tuned: scoreCorpus(files).standard.score, asShipped, files: files.length };
}

const NAB = resolve(DATA, 'data/nab');
(existsSync(NAB) ? describe : describe.skip)('Numenta Anomaly Benchmark (skipped where ../shared/data is absent)', () => {
  it('is scored well with one fixed configuration, strictly online, at the threshold that ships too', async () => {
    const { tuned, asShipped, files } = await scoreOf(NAB);
    expect(files).toBe(28);
    expect(tuned).toBeGreaterThan(65);
    expect(asShipped).toBeGreaterThan(tuned - 3);
  });
});

const CLOUD = resolve(DATA, 'data/cloud-monitoring');
(existsSync(CLOUD) ? describe : describe.skip)('cloud monitoring series (skipped where ../shared/data is absent)', () => {
  it('are scored better than the must (56), short and hourly as they are', async () => {
    const { tuned, files } = await scoreOf(CLOUD);
    expect(files).toBe(30);
    expect(tuned).toBeGreaterThan(56);
  });
});
