import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attributeBlame, keptShare } from './attribute-blame.ts';
import type { Call } from './call.ts';

const calls = (...chains: string[]): Call[] =>
  chains.flatMap((chain) => {
    const names = chain.split('>');
    return names.slice(1).map((callee, i) => ({ caller: names[i]!, callee }));
  });
const losses = (of: Record<string, number>): Map<string, number> => new Map(Object.entries(of));

const entity = fc.constantFrom(...'abcdefgh');
const someCalls = fc.array(fc.record({ caller: entity, callee: entity }), { maxLength: 20 });
const someLosses = fc.dictionary(entity, fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))).map(losses);

describe('attributeBlame', () => {
  it('ends at the deepest entity that lost what nobody below it explains', () => {
    const blames = attributeBlame('web', losses({ web: 10, cart: 9, db: 9, cache: 0 }), calls('web>cart>db', 'cart>cache'));
    expect(blames.get('db')!.share).toBeGreaterThan(0.9);
    expect(blames.get('db')!.from).toEqual({ caller: 'cart', share: 1 });
    expect(blames.has('cache')).toBe(false);
  });
  it('stays where callees explain little', () => {
    expect(attributeBlame('web', losses({ web: 10, db: 1 }), calls('web>db')).get('web')!.share).toBeCloseTo(1 - 1 / 7.5);
  });
  it('divides between callees by what they lost', () => {
    const blames = attributeBlame('web', losses({ web: 8, a: 6, b: 2 }), calls('web>a', 'web>b'));
    expect(blames.get('a')!.share / blames.get('b')!.share).toBeCloseTo(3);
  });
  it('names the caller that passed the most', () => {
    const { from } = attributeBlame('web', losses({ web: 9, a: 6, b: 2, db: 8 }), calls('web>a>db', 'web>b>db')).get('db')!;
    expect(from).toEqual({ caller: 'a', share: expect.closeTo(0.75) });
  });
  it('looks through what was not measured, not through what was well', () => {
    const chain = calls('web>proxy>db');
    expect(attributeBlame('web', losses({ web: 5, db: 5 }), chain).get('db')!.share).toBeGreaterThan(0.9);
    expect(attributeBlame('web', losses({ web: 5, proxy: 0, db: 5 }), chain).has('db')).toBe(false);
  });
  it('comes to rest in a circle of calls', () => {
    const blames = attributeBlame('a', losses({ a: 4, b: 4 }), calls('a>b>a'));
    expect(blames.get('a')!.share + blames.get('b')!.share).toBeCloseTo(1);
  });

  it('hands out all blame, once, and never NaN', () => {
    fc.assert(
      fc.property(entity, someLosses, someCalls, (symptom, lost, edges) => {
        const shares = [...attributeBlame(symptom, lost, edges).values()].map((b) => b.share);
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
        expect(shares.every((share) => share >= 0 && share <= 1 + 1e-9)).toBe(true);
      }),
    );
  });
  it('depends neither on the order of calls and losses nor on the unit of losses', () => {
    fc.assert(
      fc.property(entity, someLosses, someCalls, fc.integer({ min: -20, max: 20 }), (symptom, lost, edges, exponent) => {
        const expected = attributeBlame(symptom, lost, edges);
        const shuffled = new Map([...lost].reverse().map(([name, loss]) => [name, loss * 2 ** exponent]));
        expect(attributeBlame(symptom, shuffled, edges.toReversed())).toEqual(expected);
      }),
    );
  });
  it('adds up callees in one order, to the last bit', () => {
    const lost = losses({ web: 1, a: 0.1, b: 0.2, c: 0.3 });
    const stars = [['a', 'b', 'c'], ['c', 'b', 'a'], ['b', 'c', 'a']].map((names) => calls(...names.map((name) => `web>${name}`))); // prettier-ignore
    const [first, ...others] = stars.map((star) => attributeBlame('web', lost, star));
    for (const other of others) expect(other).toEqual(first);
  });
  it('does not care for a quiet entity, wherever it is called', () => {
    fc.assert(
      fc.property(entity, someLosses, someCalls, entity, (symptom, lost, edges, neighbour) => {
        const more = [...edges, { caller: neighbour, callee: 'quiet' }, { caller: 'quiet', callee: neighbour }];
        expect(attributeBlame(symptom, new Map([...lost, ['quiet', 0]]), more)).toEqual(attributeBlame(symptom, lost, edges));
      }),
    );
  });
});

describe('keptShare', () => {
  it('falls as callees lose more', () => {
    const loss = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(fc.property(loss, loss, loss, (own, a, b) => keptShare(own, Math.max(a, b)) <= keptShare(own, Math.min(a, b))));
  });
});
