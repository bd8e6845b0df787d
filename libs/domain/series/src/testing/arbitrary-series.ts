import fc from 'fast-check';
import { canonicalLabels, type LabelPairs } from '../labels.ts';

const few = <T>(...values: T[]) => fc.constantFrom(...values);
/** Any well-formed text without U+0000, which no label may hold; mostly short ones that meet again. */
const text = fc.oneof(
  { arbitrary: few('', 'a', 'b', 'ab', 'a.b', 'a\nb', 'prod-1', 'prod-2', 'ü', '\u{1f600}', '\ufeffx'), weight: 6 },
  fc.string({ unit: 'binary', maxLength: 12 }).map((any) => any.replaceAll('\0', '')),
);
const name = fc.oneof(
  { arbitrary: few('job', 'instance', 'le', '__name__'), weight: 8 },
  fc.constant('constructor'),
  fc.constant('any name ü'),
);

/** Canonical labels, of which some are absent in many series. */
export const arbitraryLabels: fc.Arbitrary<LabelPairs> = fc
  .uniqueArray(fc.tuple(name, text), { selector: ([label]) => label, maxLength: 6 })
  .map((labels) => canonicalLabels(labels));

const pattern = few(
  ...['a', 'a|b', '(a|prod-1)', '(?:ab|)', 'a.*', '.*b', '.*', '.+', '.*a.*', '.+b', 'prod-[0-9]', 'a\\.b', 'a.b', '', '[^a]*', 'x?'],
);

export const arbitraryMatcher = fc
  .tuple(name, few('=' as const, '!=' as const, '=~' as const, '!~' as const), text, pattern)
  .map(([label, op, value, expression]) => ({ label, op, value: op.endsWith('~') ? expression : value }));

export const arbitraryOwner = fc.record({
  source: few('host', 'scrape:node', 'remote-write:k1'),
  entity: fc.record({ environment: few('test', 'prod'), kind: few('host' as const, 'target' as const), id: few('a', 'b') }),
});
