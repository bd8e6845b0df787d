import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance, matchEntity } from './match-entity.ts';

const KNOWN = ['drill-workload', 'web-1', 'web-2', 'web-10:9100', 'payments-api', 'db.internal'].map((id) => ({ id }));

describe('matchEntity', () => {
  it.each([
    ['drill-workload', 'drill-workload'],
    ['Drill Workload', 'drill-workload'],
    ['drillworkload', 'drill-workload'],
    ['dril-workload', 'drill-workload'],
    ['drill-worklaod', 'drill-workload'],
    ['drill', 'drill-workload'],
    ['web-1', 'web-1'],
    ['web-10', 'web-10:9100'],
    ['payments', 'payments-api'],
    ['db', 'db.internal'],
  ])('%s means %s', (mention, id) => {
    expect(matchEntity(mention, KNOWN)?.id).toBe(id);
  });

  it.each(['checkout', 'web-3', 'web-9', 'x', '', '???', 'paymemt-gateway'])('%s means nothing known', (mention) => {
    expect(matchEntity(mention, KNOWN)).toBeUndefined();
  });

  it('does not take web-10 for web-1', () => {
    expect(matchEntity('web-1', [{ id: 'web-10:9100' }])).toBeUndefined();
  });

  it('always finds an exact id', () => {
    const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 10, selector: (s) => s.replaceAll('-', '') }), (ids) => {
        for (const one of ids)
          expect(
            matchEntity(
              one,
              ids.map((i) => ({ id: i })),
            )?.id,
          ).toBe(one);
      }),
    );
  });
});

describe('editDistance', () => {
  it('is a distance, with swaps of neighbours at one', () => {
    expect(editDistance('ab', 'ba')).toBe(1);
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
