import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evaluateEntities } from './evaluate-entities.ts';
import { evaluateWindows } from './evaluate-windows.ts';

/** Public data beside the repository, where there is any: nothing of it goes into the tree. */
const SHARED = resolve(import.meta.dirname, '../../../../shared');
const SCORER = join(SHARED, 'tools/nab-score.mjs');
const where = (folder: string) => (existsSync(join(SHARED, 'data', folder)) ? describe : describe.skip);

where('nab')('Numenta Anomaly Benchmark (skipped where ../shared/data is absent)', () => {
  it('is scored well with one fixed configuration, strictly online, at the threshold that ships too', async () => {
    const { tuned, asShipped, points } = await evaluateWindows(join(SHARED, 'data/nab'), SCORER);
    expect(points).toBeGreaterThan(100_000);
    expect(tuned).toBeGreaterThan(65);
    expect(asShipped).toBeGreaterThan(tuned - 3);
  });
});

where('cloud-monitoring')('cloud monitoring series (skipped where ../shared/data is absent)', () => {
  it('are scored better than the must (56), short and hourly as they are', async () => {
    const { tuned, points } = await evaluateWindows(join(SHARED, 'data/cloud-monitoring'), SCORER);
    expect(points).toBeGreaterThan(10_000);
    expect(tuned).toBeGreaterThan(56);
  });
});

where('asd')('Application Server Dataset (skipped where ../shared/data is absent)', () => {
  it('is told from normal better than the must (AUC-PR 0.40), online and without labels', () => {
    const { mean, pooled } = evaluateEntities(join(SHARED, 'data/asd'));
    expect(mean).toBeGreaterThan(0.4);
    expect(pooled).toBeGreaterThan(0.4);
  });
});
