import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntityWindow } from './entity-window.ts';
import { measureLoss } from './measure-loss.ts';
import { measureLosses } from './measure-losses.ts';

const window = (values: number[], over: Partial<EntityWindow> = {}): EntityWindow => ({
  entity: 'web',
  metric: 'latency',
  worse: 'up',
  values,
  weights: values.map(() => 10),
  normal: Array.from({ length: 11 }, (_, i) => i / 10),
  ...over,
});

describe('measureLoss', () => {
  it('counts what nine of ten normal intervals do not reach, for each request', () => {
    expect(measureLoss(window([0.5, NaN, 1.9, 2.9]), false)).toEqual({
      entity: 'web',
      metric: 'latency',
      amount: expect.closeTo(10),
      usual: expect.closeTo(0.9),
      worst: 2.9,
      first: 2,
      rarity: 1 / 12,
    });
  });
  it('knows which way harm lies', () => {
    const availability = { metric: 'availability', worse: 'down', normal: [100, 100, 100] } as const;
    expect(measureLoss(window([100, 80], availability), false)).toMatchObject({ amount: 100, usual: 100, worst: 80, first: 1 });
    expect(measureLoss(window([101, 105], availability), false)).toMatchObject({ amount: 0, first: -1 });
  });
  it('says nothing without measurements or without normal times', () => {
    expect(measureLoss(window([NaN]), false)).toBeUndefined();
    expect(measureLoss(window([5], { normal: [NaN] }), false)).toBeUndefined();
  });
  it('does not depend on the unit', () => {
    const value = fc.double({ min: 0, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.array(value, { minLength: 1 }), fc.boolean(), (values, normal, lasting) => {
        const loss = measureLoss(window(values, { normal }), lasting)!;
        const inMs = measureLoss(window(values.map((v) => v * 1024), { normal: normal.map((v) => v * 1024) }), lasting)!; // prettier-ignore
        expect(inMs).toMatchObject({ amount: loss.amount * 1024, first: loss.first, rarity: loss.rarity });
      }),
    );
  });
});

describe('measureLosses', () => {
  const amounts = (...windows: EntityWindow[]): number[] => measureLosses(windows, 'web').map((loss) => loss.amount);
  it('leaves out what was so before the symptom began', () => {
    const [web, db] = amounts(window([0.5, 1.9]), window([3, 3], { entity: 'db' }));
    expect(web).toBeCloseTo(5);
    expect(db).toBe(0);
  });
  it('leaves out nothing where the symptom lasts as long', () => {
    const [web, db] = amounts(window([1.9, 1.9]), window([2.9, 2.9], { entity: 'db' }));
    expect(web).toBeCloseTo(10);
    expect(db).toBeCloseTo(20);
  });
});
