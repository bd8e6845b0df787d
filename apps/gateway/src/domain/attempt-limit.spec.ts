import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AttemptLimit } from './attempt-limit.ts';

const options = { failures: 3, windowMs: 60_000, addresses: 4 };

describe('AttemptLimit', () => {
  it('blocks an address after its failures, until the window ends, and no other address', () => {
    const limit = new AttemptLimit(options);
    for (const at of [0, 10, 20]) {
      expect(limit.blockedSeconds('x', at)).toBe(0);
      limit.fail('x', at);
    }
    expect(limit.blockedSeconds('x', 20)).toBe(60);
    expect(limit.blockedSeconds('x', 59_001)).toBe(1);
    expect(limit.blockedSeconds('y', 20)).toBe(0);
    expect(limit.blockedSeconds('x', 60_000)).toBe(0);
    limit.fail('x', 60_000);
    expect(limit.blockedSeconds('x', 60_001)).toBe(0);
  });

  it('remembers who was welcome where', () => {
    const limit = new AttemptLimit(options);
    limit.remember('x', 'admin');
    expect([limit.isWelcome('x', 'admin'), limit.isWelcome('y', 'admin'), limit.isWelcome('x', 'other')]).toEqual([true, false, false]);
  });

  it('never lets through more failures in a window than allowed, nor blocks longer than one', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 20_000 })), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (attempts) => {
        const limit = new AttemptLimit(options);
        const passed: Record<string, number[]> = {};
        let now = 0;
        for (const [address, wait] of attempts) {
          now += wait;
          const blocked = limit.blockedSeconds(address, now);
          expect(blocked).toBeLessThanOrEqual(60);
          if (blocked > 0) continue;
          limit.fail(address, now);
          (passed[address] ??= []).push(now);
        }
        // windows are fixed: any span of one window holds at most two windows' worth
        for (const times of Object.values(passed)) {
          for (const from of times) expect(times.filter((t) => t >= from && t < from + 60_000).length).toBeLessThanOrEqual(6);
        }
      }),
    );
  });

  it('forgets the oldest address rather than grow', () => {
    const limit = new AttemptLimit(options);
    for (let i = 0; i < 3; i++) limit.fail('first', 0);
    for (const other of ['b', 'c', 'd', 'e']) limit.fail(other, 1);
    expect(limit.blockedSeconds('first', 2)).toBe(0);
  });
});
