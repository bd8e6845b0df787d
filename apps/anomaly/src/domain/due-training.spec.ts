import { describe, expect, it } from '@jest/globals';
import { dueTraining, type EntityFacts } from './due-training.ts';
import type { LastTraining } from './models.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * 24 * HOUR;
const facts = (over: Partial<EntityFacts> = {}): EntityFacts => ({
  firstRow: NOW - 100 * HOUR,
  lastRow: NOW,
  alarmed: 0,
  outdated: false,
  ...over,
});
const last = (hoursAgo: number, over: Partial<LastTraining> = {}): LastTraining => ({
  endedAt: NOW - hoursAgo * HOUR,
  made: true,
  open: false,
  ...over,
});

describe('a training is due', () => {
  it.each([
    ['after a day of rows', facts(), undefined, 0, 'first'],
    ['not before', facts({ firstRow: NOW - 23 * HOUR }), undefined, 0, undefined],
    ['after a backfill, however new the entity', facts({ firstRow: NOW }), undefined, 1, 'backfill'],
    ['after a backfill since the last one', facts(), last(2), NOW - HOUR, 'backfill'],
    ['not after the same backfill again', facts(), last(2), NOW - 3 * HOUR, undefined],
    ['not while one waits or runs', facts({ alarmed: 1 }), last(1_000, { open: true }), NOW, undefined],
    ['a week after the last', facts(), last(168), 0, 'weekly'],
    ['not six days after', facts(), last(144), 0, undefined],
    ['when too many rows are anomalous', facts({ alarmed: 0.1 }), last(24), 0, 'drift'],
    ['but at most once a day', facts({ alarmed: 1, outdated: true }), last(23), 0, undefined],
    ['when better signals are known', facts({ outdated: true }), last(24), 0, 'signals'],
    ['again a day after there were too few rows', facts(), last(24, { made: false }), 0, 'first'],
  ] as const)('%s', (_, known, before, filledAt, cause) => {
    expect(dueTraining(known, before, filledAt, NOW)).toBe(cause);
  });
});
