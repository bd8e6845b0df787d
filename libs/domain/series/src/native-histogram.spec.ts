import { describe, expect, it } from '@jest/globals';
import { decodeHistogram } from './native-histogram.ts';
import { field, varint } from './testing/encode-write-request.ts';
import { double } from './testing/encode-write-request-v2.ts';

const TIME = 1_700_000_000_000;
const zigzag = (value: number) => varint(BigInt(value < 0 ? -2 * value - 1 : 2 * value));
const span = (number: number, offset: number, length: number) => field(number, [0x08, ...zigzag(offset), 0x10, ...varint(BigInt(length))]);
const deltas = (number: number, ...values: number[]) => field(number, values.flatMap(zigzag));
const doubles = (number: number, ...values: number[]) => [
  ...varint(BigInt((number << 3) | 2)),
  ...varint(BigInt(8 * values.length)),
  ...Buffer.from(Float64Array.from(values).buffer),
];
const count = (value: number) => [0x08, ...varint(BigInt(value))];
const at = [0x78, ...varint(BigInt(TIME))];
const schema = (value: number) => [0x20, ...zigzag(value)];
const decode = (...parts: number[][]) => decodeHistogram(Uint8Array.from(parts.flat()), 'h');

describe('decodeHistogram', () => {
  it('reads integer buckets as absolute counts', () => {
    expect(
      decode(
        count(27),
        double(3, 1.5),
        [0x30, 1],
        span(8, 0, 2),
        deltas(9, 1, 1),
        span(11, 0, 3),
        span(11, 4, 2),
        deltas(12, 1, 2, 1, 3, 1),
        at,
      ),
    ).toEqual({
      time: TIME,
      count: 27,
      sum: 1.5,
      schema: 0,
      zeroThreshold: 0,
      zeroCount: 1,
      negative: { spans: [{ offset: 0, length: 2 }], counts: [1, 2] },
      positive: {
        spans: [
          { offset: 0, length: 3 },
          { offset: 4, length: 2 },
        ],
        counts: [1, 3, 4, 7, 8],
      },
      customValues: [],
      resetHint: 'unknown',
    });
  });

  it('reads float buckets and custom bounds', () => {
    expect(decode(double(2, 3.5), span(11, 0, 2), doubles(13, 1.25, 2.25), schema(-53), doubles(16, 0.1, 1), [0x70, 3], at)).toMatchObject({
      count: 3.5,
      positive: { counts: [1.25, 2.25] },
      customValues: [0.1, 1],
      resetHint: 'gauge',
    });
  });

  it('takes a stale marker, whose sum is NaN', () => expect(decode(count(5), double(3, NaN), at).sum).toBeNaN());

  it.each([
    ['a count that the buckets do not make', [count(99), span(11, 0, 1), deltas(12, 1), at], 'h.count'],
    ['fewer buckets than the spans name', [count(1), span(11, 0, 2), deltas(12, 1), at], 'h.positive_spans'],
    ['spans that go backwards', [count(2), span(11, 0, 1), span(11, -1, 1), deltas(12, 1, 0), at], 'h.positive_spans'],
    ['a negative bucket', [count(0), span(8, 0, 2), deltas(9, 1, -2), at], 'h.negative'],
    ['an unknown schema', [schema(9), at], 'h.schema'],
    ['custom bounds that do not ascend', [schema(-53), doubles(16, 1, 1), at], 'h.custom_values'],
    [
      'more buckets than custom bounds',
      [count(3), schema(-53), doubles(16, 1), span(11, 0, 3), deltas(12, 1, 0, 0), at],
      'h.custom_values',
    ],
    ['a zero bucket beside custom bounds', [count(1), [0x30, 1], schema(-53), at], 'h'],
    ['a time before 1970', [[0x78, ...varint(-1n)]], 'h.timestamp'],
    ['too many buckets', [span(11, 0, 20_000), field(12, Array<number>(20_000).fill(0)), at], 'h'],
    ['a broken span', [field(11, [0x10, 0xff])], 'h'],
  ])('refuses %s', (_, parts, place) => {
    expect(() => decode(...parts)).toThrow(expect.objectContaining({ kind: 'invalid', field: place }));
  });
});
