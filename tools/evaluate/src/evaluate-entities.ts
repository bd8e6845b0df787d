import { averagePrecision, readTable, replay, type Table } from '@cloudops/domain-detection';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface EntityScore {
  /** Area under the precision-recall curve over points: mean of the entities, and of all their points together. */
  readonly mean: number;
  readonly pooled: number;
}

/** Replays `train/X` then `test/X` of every entity; labels, the last column of the test files, are read only to score. */
export function evaluateEntities(folder: string): EntityScore {
  const read = (part: string, file: string): Table => readTable(readFileSync(join(folder, part, file), 'utf8'));
  const servers = readdirSync(join(folder, 'test'))
    .filter((file) => file.endsWith('.csv'))
    .toSorted()
    .map((file) => {
      const test = read('test', file);
      const label = test.header.findIndex((name) => name.trim().toLowerCase() === 'label');
      return { scores: [...replay(test, read('train', file))], labels: test.cells.map((row) => Number(row[label]) > 0) };
    });
  const each = servers.map(({ scores, labels }) => averagePrecision(scores, labels));
  const [scores, labels] = [servers.flatMap((s) => s.scores), servers.flatMap((s) => s.labels)];
  return { mean: each.reduce((sum, area) => sum + area, 0) / each.length, pooled: averagePrecision(scores, labels) };
}
