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
const NAB = resolve(DATA, 'data/nab');

interface Scorer {
  sweepFile(times: string[], windows: [string, string][]): unknown;
  scoreCorpus(files: unknown[]): { standard: { score: number; fpRows: number; windowsHit: number } };
}

/** Strictly online; the points of an anomaly that was announced are no news, and neither is what follows soon. */
function newsOf({ times, values }: LabelledFile): Float64Array {
  const state = new DetectorState();
  let mute = 0;
  return Float64Array.from(values, (value, i) => {
    const { score, reason, transition } = observe(state, times[i]!, value, GENERIC);
    const news = reason === 'anomalous' ? 0 : score * (1 - mute);
    mute = score > 1 || transition ? Math.max(mute, 0.5) : mute * 0.99;
    return news;
  });
}

(existsSync(NAB) ? describe : describe.skip)('Numenta Anomaly Benchmark (skipped where ../shared/data is absent)', () => {
  it('is better than the windowed Gaussian (39.9) with one fixed configuration, strictly online', async () => {
    const { sweepFile, scoreCorpus } = (await import(pathToFileURL(resolve(DATA, 'tools/nab-score.mjs')).href)) as Scorer;
    const files = readLabelled(NAB).map((file) => ({ key: file.key, scores: newsOf(file), sweep: sweepFile(file.labels, file.windows) }));
    expect(files).toHaveLength(28);
    expect(scoreCorpus(files).standard.score).toBeGreaterThan(45);
  });
});
