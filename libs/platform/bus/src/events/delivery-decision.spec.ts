import { DomainError } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideDelivery, MAX_DELIVERIES } from './delivery-decision.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('a failed delivery', () => {
  it('is given up at once when repeating is useless', () => {
    const refused = new DomainError('invalid', 'no-such-partition', 'There is no partition 9');
    expect(decideDelivery(refused, 1, 0)).toEqual({ kind: 'dead-letter', reason: 'no-such-partition: There is no partition 9' });
  });

  it('is repeated until it was delivered 8 times, then given up with its last reason', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), random, (deliveries, r) => {
        const decision = decideDelivery(new Error('away'), deliveries, r);
        expect(decision.kind).toBe(deliveries < MAX_DELIVERIES ? 'retry' : 'dead-letter');
        expect(decision.reason).toContain('away');
      }),
    );
  });

  it('waits longer each time, never twice the same, at most a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), random, (deliveries, r) => {
        const decision = decideDelivery(new Error('away'), deliveries, r);
        const longest = Math.min(60_000, 500 * 2 ** (deliveries - 1));
        if (decision.kind !== 'retry') throw new Error('must be repeated');
        expect(decision.delayMs).toBeGreaterThanOrEqual(Math.floor(longest / 2));
        expect(decision.delayMs).toBeLessThanOrEqual(longest);
      }),
    );
  });

  it('waits as long as the failure asks', () => {
    const busy = new DomainError('overloaded', 'busy', 'Busy', { retryAfterSeconds: 30 });
    expect(decideDelivery(busy, 1, 0.5)).toMatchObject({ kind: 'retry', delayMs: 30_000 });
  });
});
