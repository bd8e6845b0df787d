import type { Matcher } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import type { LabelPairs } from '../labels.ts';
import { NAME_LABEL } from '../labels.ts';
import { identifySeries } from '../series-identity.ts';
import { arbitraryLabels, arbitraryMatcher, arbitraryOwner } from '../testing/arbitrary-series.ts';
import { largestMetrics } from './cardinality.ts';
import { labelNamesOf, labelValuesOf } from './label-sets.ts';
import { SeriesGathering, type SeriesOwner } from './series-columns.ts';
import { SeriesIndex } from './series-index.ts';
import { firstSeries } from './series-order.ts';
import { SeriesSearch } from './series-search.ts';

interface Known extends SeriesOwner {
  readonly labels: LabelPairs;
}
const owner: SeriesOwner = { source: 'host', entity: { environment: 'test', kind: 'host', id: 'a' } };

function columnsOf(series: readonly Known[]) {
  const gathering = new SeriesGathering();
  for (const one of series) gathering.add({ ...one, ...identifySeries(one.labels), labels: one.labels, lastAt: 1 });
  return gathering.columns();
}

/** The rule itself, series by series: an absent label counts as empty, expressions are anchored. */
function satisfies(labels: LabelPairs, { label, op, value }: Matcher): boolean {
  const own = labels.find(([name]) => name === label)?.[1] ?? '';
  const passes = op.endsWith('~') ? RE2JS.compile(value, RE2JS.DOTALL).matches(own) : own === value;
  return passes === !op.startsWith('!');
}

const textOf = (labels: LabelPairs): string => JSON.stringify(labels);
const labelsAt = (index: SeriesIndex, slot: number): LabelPairs => {
  const { names, values, refs } = index.columns([slot]);
  return Array.from(refs, (ref) => [names[ref]!, values[ref]!] as const);
};

const change = fc.oneof(
  { arbitrary: fc.record({ add: fc.array(fc.record({ labels: arbitraryLabels, owner: arbitraryOwner }), { maxLength: 8 }) }), weight: 3 },
  fc.record({ remove: fc.nat() }),
  fc.record({ compact: fc.constant(true) }),
);

describe('SeriesIndex', () => {
  it('answers any matchers as a look at every series would, after any additions and removals', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 20 }),
        fc.array(fc.array(arbitraryMatcher, { maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        (changes, questions) => {
          let index = new SeriesIndex();
          let search = new SeriesSearch(index);
          const known = new Map<string, Known>();
          for (const one of changes) {
            if ('add' in one) {
              const added = one.add.map(({ labels, owner }) => ({ labels, ...owner }));
              expect(index.add(columnsOf(added))).toBe(0);
              for (const series of added) known.set(textOf(series.labels), series);
            } else if ('remove' in one) {
              const gone = [...known.values()][one.remove % Math.max(1, known.size)];
              if (gone === undefined) continue;
              const { low, high } = identifySeries(gone.labels);
              index.remove(index.find(low, high));
              expect(index.find(low, high)).toBe(-1);
              known.delete(textOf(gone.labels));
            } else {
              index = index.compacted();
              search = new SeriesSearch(index);
            }
            search.find(questions[0]!); // whatever it remembers must not go stale
          }
          expect(index.size).toBe(known.size);
          for (const matchers of questions) {
            const expected = [...known.values()].filter(({ labels }) => matchers.every((matcher) => satisfies(labels, matcher)));
            const found = search.find(matchers);
            const texts = Array.from(found, (slot) => textOf(labelsAt(index, slot)));
            expect(texts.sort()).toEqual(expected.map(({ labels }) => textOf(labels)).sort());
            for (const slot of found) {
              const { source, entity } = known.get(textOf(labelsAt(index, slot)))!;
              expect(index.owner(slot)).toEqual({ source, entity });
            }
            const names = new Set(expected.flatMap(({ labels }) => labels.map(([name]) => name)));
            expect(labelNamesOf(index, found)).toEqual([...names].sort());
            const jobs = new Set(expected.flatMap(({ labels }) => labels.filter(([name]) => name === 'job').map(([, value]) => value)));
            expect(labelValuesOf(index, 'job', found)).toEqual([...jobs].sort());
          }
          expect(labelNamesOf(index, undefined)).toEqual(labelNamesOf(index, search.find([])));
          expect(labelValuesOf(index, 'job', undefined)).toEqual(labelValuesOf(index, 'job', search.find([])));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('pages by name, then id, whatever the size of a page', () => {
    fc.assert(
      fc.property(fc.uniqueArray(arbitraryLabels, { selector: textOf, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (all, limit) => {
        const index = new SeriesIndex();
        index.add(columnsOf(all.map((labels) => ({ labels, ...owner }))));
        const slots = new SeriesSearch(index).find([]);
        const nameOf = (slot: number) => labelsAt(index, slot).find(([name]) => name === NAME_LABEL)?.[1] ?? '';
        const paged: number[] = [];
        for (let page = firstSeries(index, slots, limit, undefined); page.length > 0;) {
          expect(page.length).toBeLessThanOrEqual(limit);
          paged.push(...page);
          const last = page.at(-1)!;
          page = firstSeries(index, slots, limit, { name: nameOf(last), low: index.low(last), high: index.high(last) });
        }
        const keys = Array.from(slots, (slot) => ({
          slot,
          name: nameOf(slot),
          id: (BigInt(index.high(slot)) << 32n) + BigInt(index.low(slot)),
        }));
        keys.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
        expect(paged).toEqual(keys.map(({ slot }) => slot));
      }),
    );
  });

  it('tells which series can have samples after a time', () => {
    const index = new SeriesIndex();
    index.add(columnsOf([{ labels: [['__name__', 'a']], ...owner }]));
    expect(index.reaches(0, 1e9)).toBe(true);
    index.silence(0, 500);
    expect([index.reaches(0, 500), index.reaches(0, 501)]).toEqual([true, false]);
    index.add(columnsOf([{ labels: [['__name__', 'a']], ...owner }]));
    expect(index.reaches(0, 1e9)).toBe(true);
    index.remove(0);
    expect(index.reaches(0, 0)).toBe(false);
  });

  it('leaves out another series that has the same id', () => {
    const index = new SeriesIndex();
    const gathering = new SeriesGathering();
    gathering.add({ low: 1, high: 2, labels: [['__name__', 'a']], lastAt: 1, ...owner });
    gathering.add({ low: 1, high: 2, labels: [['__name__', 'b']], lastAt: 1, ...owner });
    expect(index.add(gathering.columns())).toBe(1);
    expect(labelValuesOf(index, '__name__', undefined)).toEqual(['a']);
  });

  it('names the metrics with the most series, and the label that tells them apart', () => {
    const index = new SeriesIndex();
    const series = (name: string, count: number, label: string) =>
      Array.from({ length: count }, (_, i) => ({
        labels: [
          ['__name__', name],
          ['job', 'x'],
          [label, `${i}`],
        ] as LabelPairs,
        ...owner,
      }));
    index.add(columnsOf([...series('few', 3, 'le'), ...series('many', 20, 'path'), { labels: [['__name__', 'bare']], ...owner }]));
    expect(largestMetrics(index, 2)).toEqual([
      { name: 'many', series: 20, label: 'path', labelValues: 20 },
      { name: 'few', series: 3, label: 'le', labelValues: 3 },
    ]);
    expect(largestMetrics(index, 3)[2]).toEqual({ name: 'bare', series: 1, label: null, labelValues: 0 });
  });

  it('refuses an expression that does not compile, by its place', () => {
    const search = new SeriesSearch(new SeriesIndex());
    const matchers: Matcher[] = [
      { label: 'a', op: '=', value: '' },
      { label: 'b', op: '!~', value: '(' },
    ];
    expect(() => search.find(matchers)).toThrow(expect.objectContaining({ code: 'matcher-regex', field: 'matchers[1].value' }));
  });
});
