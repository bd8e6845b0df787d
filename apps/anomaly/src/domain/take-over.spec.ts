import { describe, expect, it } from '@jest/globals';
import type { SignalColumn } from '@cloudops/domain-detection';
import { takeOver } from './take-over.ts';

const columns = (...keys: string[]): SignalColumn[] =>
  keys.map((key) => ({ key, metric: key, kind: 'value', title: key, unit: 'number', signal: 'other' }));
const present = { columns: columns('a', 'b'), rows: 1_000, lastRow: 7, version: 3 };
const better = { promoted: true, reason: 'better' } as const;
const worse = { promoted: false, reason: 'not clearly better than the linear baseline' } as const;

describe('a trained model', () => {
  it.each([
    ['that is better is used', columns('a', 'b'), 1_500, better, { network: 'trained', state: false }],
    ['that is not changes nothing', columns('a', 'b'), 1_500, worse, undefined],
    ['brings what history taught where that is more', columns('a', 'b'), 2_000, worse, { network: 3, state: true }],
    ['of other signals brings them, and ends the model before', columns('a', 'c'), 500, worse, { network: 0, state: true }],
    ['of other signals that is better is used with them', columns('a', 'c'), 500, better, { network: 'trained', state: true }],
  ] as const)('%s', (_, trained, rows, promotion, expected) => {
    const decided = takeOver(present, { columns: trained, rows }, promotion);
    if (expected === undefined) expect(decided).toBeUndefined();
    else expect(decided).toMatchObject({ ...expected, since: 7, reason: expect.stringContaining(promotion.reason) });
  });
});
