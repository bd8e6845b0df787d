import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rankFolder } from './rank-folder.ts';

/** Public data beside the repository, where there is any: nothing of it goes into the tree. */
const PETSHOP = resolve(import.meta.dirname, '../../../../shared/data/petshop');
const TRAFFIC = 'low_traffic';

type Labels = Record<string, { entity: string; symptomMetric: string }>;

(existsSync(PETSHOP) ? describe : describe.skip)('PetShop (skipped where ../shared/data is absent)', () => {
  let labels: Labels;
  let ranking: ReturnType<typeof rankFolder>;
  beforeAll(() => {
    labels = JSON.parse(readFileSync(join(PETSHOP, TRAFFIC, 'labels.json'), 'utf8')) as Labels;
    ranking = rankFolder(join(PETSHOP, TRAFFIC), (line) => expect(line).toBe(''));
  });

  it.each(['latency', 'availability'])('finds the injected faults behind %s', (metric) => {
    const ranks = Object.entries(labels)
      .filter(([, { symptomMetric }]) => symptomMetric === metric)
      .map(([id, { entity }]) => ranking.get(id)!.find((cause) => cause.entity === entity)?.rank ?? Infinity);
    const share = (most: number): number => ranks.filter((rank) => rank <= most).length / ranks.length;
    expect(ranks.length).toBeGreaterThan(10);
    expect(share(1)).toBeGreaterThanOrEqual(0.75);
    expect(share(3)).toBeGreaterThanOrEqual(0.92);
  });
});
