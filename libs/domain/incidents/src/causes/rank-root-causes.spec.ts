import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntityWindow } from './entity-window.ts';
import { rankRootCauses, type Symptom } from './rank-root-causes.ts';

const normal = Array.from({ length: 50 }, (_, i) => 1 + (i % 10) / 10);
const slow = (entity: string, excess: number, over: Partial<EntityWindow> = {}): EntityWindow => ({
  entity,
  metric: 'latency',
  worse: 'up',
  values: [1, 1 + excess, 1 + excess],
  weights: [10, 10, 10],
  normal,
  ...over,
});
const symptom = (over: Partial<Symptom> = {}): Symptom => ({
  entity: 'web',
  metric: 'latency',
  times: [0, 300_000, 600_000],
  windows: [],
  calls: [
    { caller: 'web', callee: 'cart' },
    { caller: 'cart', callee: 'db' },
  ],
  ...over,
});
const names = (of: Symptom): string[] => rankRootCauses(of).map((cause) => cause.entity);

describe('rankRootCauses', () => {
  it('names the deepest first and says which metric, since when, and on which way', () => {
    const causes = rankRootCauses(symptom({ windows: [slow('web', 5), slow('cart', 5), slow('db', 5)] }));
    expect(causes.map((c) => c.entity)).toEqual(['db', 'web', 'cart']);
    expect(causes[0]!.evidence).toMatchObject([
      { type: 'lost', metric: 'latency', since: '1970-01-01T00:05:00.000Z', worst: 6 },
      { type: 'called-by', caller: 'cart', callee: 'db' },
    ]);
  });
  it('weighs by requests: a slow callee of few requests explains little', () => {
    const windows = [slow('web', 2), slow('cart', 20, { weights: [0.1, 0.1, 0.1] })];
    expect(names(symptom({ windows }))).toEqual(['web', 'cart']);
  });
  it('looks at other metrics only where that of the symptom says nothing', () => {
    const errors = slow('db', 9, { metric: 'errors' });
    expect(names(symptom({ windows: [slow('web', 5), slow('cart', 5), errors] }))).toEqual(['cart', 'web']);
    expect(names(symptom({ windows: [slow('web', 0), errors, slow('cart', 3, { metric: 'errors' })] }))).toEqual(['db', 'cart']);
  });
  it('names what is not called from there last, and the symptom alone when nobody lost anything', () => {
    expect(names(symptom({ windows: [slow('web', 1), slow('stranger', 99)] }))).toEqual(['web', 'stranger']);
    expect(names(symptom({ windows: [slow('web', 0), slow('stranger', 99)] }))).toEqual(['stranger']);
    expect(rankRootCauses(symptom())).toEqual([{ rank: 1, entity: 'web', share: 1, evidence: [] }]);
  });

  const entity = fc.constantFrom('web', ...'abcdef');
  const value = fc.oneof(
    { weight: 1, arbitrary: fc.constant(NaN) },
    { weight: 9, arbitrary: fc.double({ min: 0, max: 1e4, noNaN: true }) },
  );
  const three = (of: fc.Arbitrary<number>): fc.Arbitrary<number[]> => fc.array(of, { minLength: 3, maxLength: 3 });
  const someWindow = fc.record({
    entity,
    metric: fc.constantFrom('latency', 'errors'),
    worse: fc.constantFrom('up' as const, 'down' as const),
    values: three(value),
    weights: three(fc.double({ min: 0, max: 1e4, noNaN: true })),
    normal: fc.array(value, { maxLength: 30 }),
  });
  const someSymptom = fc.record({
    windows: fc.uniqueArray(someWindow, { selector: (w) => `${w.entity}|${w.metric}`, maxLength: 12 }),
    calls: fc.array(fc.record({ caller: entity, callee: entity }), { maxLength: 15 }),
  });

  it('does not depend on the order of windows, calls and normal times', () => {
    fc.assert(
      fc.property(someSymptom, ({ windows, calls }) => {
        const turned = windows.map((w) => ({ ...w, normal: w.normal.toReversed() })).toReversed();
        expect(rankRootCauses(symptom({ windows: turned, calls: calls.toReversed() }))).toEqual(
          rankRootCauses(symptom({ windows, calls })),
        );
      }),
    );
  });
  it('is not changed by a quiet entity', () => {
    fc.assert(
      fc.property(someSymptom, entity, ({ windows, calls }, neighbour) => {
        const more = { windows: [slow('quiet', 0), ...windows], calls: [{ caller: neighbour, callee: 'quiet' }, ...calls] };
        expect(rankRootCauses(symptom(more))).toEqual(rankRootCauses(symptom({ windows, calls })));
      }),
    );
  });
  it('never says NaN, and ranks without gaps', () => {
    fc.assert(
      fc.property(someSymptom, (of) => {
        const causes = rankRootCauses(symptom(of));
        expect(causes.map((c) => c.rank)).toEqual(causes.map((_, i) => i + 1));
        expect(JSON.stringify(causes)).not.toContain('null');
        expect(causes.every((c, i) => c.share >= 0 && c.share <= (causes[i - 1]?.share ?? 1 + 1e-9))).toBe(true);
      }),
    );
  });
});
