import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normal, seeded } from '../testing/recorded-course.ts';
import { ratesIn, trendOf } from './theil-sen.ts';
import { timeToLimit } from './time-to-limit.ts';

const WEEK = 2016;
const DAY = 288;
const MONTH = 30 * DAY;
type Random = () => number;

/** A week of the past and what followed, as changes; moved so that between `near` and `far` mean steps are left at the end of the past. */
function course(random: Random, changes: (i: number) => number, mean: number): number[] {
  let level = 0;
  const levels = Array.from({ length: WEEK + MONTH }, (_, i) => (level += changes(i)));
  const left = mean * (200 + random() * 2_500);
  return levels.map((value) => value - levels[WEEK - 1]! + left);
}

/** What fills up: steadily with noise, as a drifting random walk, in bursts, with a daily cycle, faster on some days. */
const FALLING: Record<string, (random: Random) => number[]> = {
  steady: (random) => {
    const noise = 10 * random();
    let before = 0;
    return course(random, () => -1 - before + (before = noise * normal(random)), 1);
  },
  wandering: (random) => {
    const spread = 2 + 8 * random();
    return course(random, () => -1 + spread * normal(random), 1);
  },
  bursts: (random) => course(random, () => -0.5 - random() - (random() < 0.01 ? 100 * random() : 0), 1.5),
  daily: (random) => {
    const size = 0.5 + random();
    return course(random, (i) => -1 + size * Math.cos((2 * Math.PI * i) / DAY) + 0.3 * normal(random), 1);
  },
  moody: (random) => {
    let rate = 1;
    return course(random, (i) => -(rate *= i % DAY === 0 ? Math.exp(0.3 * normal(random)) : 1) + 0.5 * normal(random), 1);
  },
};

/** What goes nowhere. */
const STAYING: Record<string, (random: Random) => number[]> = {
  noise: (random) => Array.from({ length: WEEK }, () => 100 + 8 * normal(random)),
  'daily cycle': (random) => Array.from({ length: WEEK }, (_, i) => 100 + 40 * Math.sin(7 * random() * 0.01 + (2 * Math.PI * i) / DAY)),
  'log rotation': (random) => {
    const period = 30 + Math.floor(random() * 300);
    return Array.from({ length: WEEK }, (_, i) => 200 - (60 * (i % period)) / period + normal(random));
  },
  constant: () => Array.from({ length: WEEK }, () => 100),
  rising: (random) => Array.from({ length: WEEK }, (_, i) => 100 + i + normal(random)),
};

describe('timeToLimit', () => {
  it('gives intervals that hold what it says, on courses that differ', () => {
    const given: Record<string, number> = {};
    const held: Record<string, number> = {};
    for (const [name, make] of Object.entries(FALLING)) {
      for (let seed = 1; seed <= 12; seed++) {
        const levels = make(seeded(seed * 7_919));
        const found = timeToLimit(levels.slice(0, WEEK), MONTH);
        const reached = levels.findIndex((level, i) => i >= WEEK && level <= 0);
        const truth = reached < 0 ? Infinity : reached - WEEK + 1;
        if (!found) continue;
        given[name] = (given[name] ?? 0) + 1;
        if (truth >= found.earliest && truth <= found.latest) held[name] = (held[name] ?? 0) + 1;
      }
    }
    const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);
    expect(sum(given)).toBeGreaterThan(35);
    expect(sum(held) / sum(given)).toBeGreaterThan(0.75);
    expect(given['steady']).toBeGreaterThan(9);
    for (const name of Object.keys(FALLING)) expect([name, (held[name] ?? 0) / (given[name] ?? 1) > 0.5]).toEqual([name, true]);
  });

  it.each(Object.entries(STAYING))('says nothing of %s', (_, make) => {
    for (let seed = 1; seed <= 8; seed++) expect(timeToLimit(make(seeded(seed)), MONTH)).toBeUndefined();
  });

  it('follows a leak that began an hour ago, although nothing ever went that fast', () => {
    const random = seeded(5);
    const levels = Array.from({ length: WEEK }, (_, i) => 1_000 + 2 * normal(random) - 5 * Math.max(0, i - (WEEK - 13)));
    const found = timeToLimit(levels, MONTH)!;
    expect(found).toMatchObject({ changed: true, window: 6 });
    expect(found.steps / (levels.at(-1)! / 5)).toBeCloseTo(1, 0);
    expect(found.earliest).toBeLessThan(found.steps);
    expect(found.latest).toBeGreaterThan(found.steps);
  });

  it('is not misled by a burst that is usual', () => {
    const random = seeded(3);
    const burst = (i: number): number => (i % DAY < 12 ? -200 * ((i % DAY) / 12) : -200 * (1 - Math.min(1, ((i % DAY) - 12) / 12)));
    const levels = Array.from({ length: WEEK + 8 }, (_, i) => 1_000 + burst(i) + normal(random));
    expect(timeToLimit(levels, MONTH)).toBeUndefined();
  });

  it('knows its limits: what is short, beyond the horizon or not falling is not foretold', () => {
    const falling = (count: number, rate: number): number[] => Array.from({ length: count }, (_, i) => 10_000 - rate * i);
    expect(timeToLimit(falling(4, 100), MONTH)).toBeUndefined();
    expect(timeToLimit(falling(8, 1), MONTH)).toBeUndefined();
    expect(timeToLimit([], MONTH)).toBeUndefined();
    expect(timeToLimit(falling(12, 600), MONTH)).toMatchObject({ interval: 'window', steps: expect.closeTo(3_400 / 600) });
  });

  it('never says something that cannot be, whatever comes', () => {
    const level = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(0), fc.integer({ min: 0, max: 1_000 }));
    fc.assert(
      fc.property(fc.array(level, { maxLength: 120 }), (levels) => {
        const found = timeToLimit(levels, MONTH);
        if (!found) return;
        expect(found.rate).toBeLessThan(0);
        expect(found.earliest).toBeGreaterThanOrEqual(0);
        expect(found.earliest).toBeLessThanOrEqual(found.steps);
        expect(found.latest).toBeGreaterThanOrEqual(found.steps);
        expect(found.steps).toBeLessThanOrEqual(MONTH);
      }),
      { numRuns: 300 },
    );
  });
});

describe('trendOf', () => {
  it('is the slope of a line, with up to a fifth of it wild and gaps', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.array(fc.nat(23), { maxLength: 4 }), fc.nat(23), (slope, wild, gap) => {
        const levels = Array.from({ length: 24 }, (_, i) => (i === gap ? NaN : wild.includes(i) ? 1e9 : slope * i));
        expect(trendOf(levels, 23, 24)).toBeCloseTo(slope);
      }),
    );
  });
  it('is unknown of too little', () => {
    expect(ratesIn([1, 2, 3], 2, 6)).toBeUndefined();
    expect(trendOf([1, NaN, NaN, NaN, NaN, 2], 5, 6)).toBeNaN();
  });
});
