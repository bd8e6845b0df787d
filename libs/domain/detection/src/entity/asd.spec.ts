import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { averagePrecision } from '../evaluation/average-precision.ts';
import { readServers } from '../testing/read-servers.ts';
import { EntityState } from './entity-state.ts';
import { observeEntity } from './observe-entity.ts';

/** Public data beside the repository, where there is any: nothing of it goes into the tree. */
const ASD = resolve(import.meta.dirname, '../../../../../../shared/data/asd');
const STEP_MS = 60_000;

(existsSync(ASD) ? describe : describe.skip)('Application Server Dataset (skipped where ../shared/data is absent)', () => {
  it('is told from normal better than the must (AUC-PR 0.40), online and without labels', () => {
    const history = new Map(readServers(resolve(ASD, 'train')).map((file) => [file.name, file.rows]));
    const servers = readServers(resolve(ASD, 'test')).map(({ name, rows, labels }) => {
      const state = new EntityState(rows[0]!.length);
      let time = 0;
      for (const row of history.get(name)!) observeEntity(state, (time += STEP_MS), row);
      return { labels, scores: rows.map((row) => observeEntity(state, (time += STEP_MS), row).score) };
    });
    const each = servers.map(({ scores, labels }) => averagePrecision(scores, labels));
    expect(each).toHaveLength(6);
    expect(each.reduce((sum, area) => sum + area, 0) / each.length).toBeGreaterThan(0.4);
    expect(
      averagePrecision(
        servers.flatMap((s) => s.scores),
        servers.flatMap((s) => s.labels),
      ),
    ).toBeGreaterThan(0.4);
  });
});
