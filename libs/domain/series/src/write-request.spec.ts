import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@cloudops/contracts';
import fc from 'fast-check';
import { compress, uncompress } from 'snappyjs';
import { IdentityCache } from './identity-cache.ts';
import type { LabelPair } from './labels.ts';
import { arbitrarySamples, plain, samplesOf } from './testing/arbitrary-samples.ts';
import { encodeWriteRequest, field, text, varint } from './testing/encode-write-request.ts';
import { decodeWriteRequest, WRITE_REQUEST_LIMITS } from './write-request.ts';

const name: LabelPair = ['__name__', 'm'];
const one = samplesOf([1_700_000_000_000, 1]);
const cache = () => new IdentityCache(1000);
const decode = (body: Uint8Array, limits = {}) => decodeWriteRequest(body, cache(), { ...WRITE_REQUEST_LIMITS, ...limits });
/** The fault of a request, whether it spoils all of it or one series. */
const faultOf = (body: Uint8Array, limits = {}) => {
  const { refused } = decode(body, limits);
  if (refused !== undefined) throw refused.first;
};
const withLabels = (...labels: LabelPair[]) =>
  encodeWriteRequest([
    { labels: [name], samples: one },
    { labels, samples: one },
  ]);
const raw = (...bytes: number[]) => compress(Uint8Array.from(bytes));

describe('decodeWriteRequest', () => {
  it('returns labels, times and value bits as they were sent', () => {
    const label = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }));
    const labels = fc
      .uniqueArray(label, { selector: ([key]) => key, maxLength: 6 })
      .map((pairs): LabelPair[] => [name, ...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
    const series = fc.array(fc.record({ labels, samples: arbitrarySamples.filter((samples) => samples.times.length > 0) }), {
      maxLength: 4,
    });
    const shared = cache();
    fc.assert(
      fc.property(series, (sent) => {
        const decoded = decodeWriteRequest(encodeWriteRequest(sent), shared);
        expect([...decoded.series].map((s) => [s.identity.labels, plain(s.samples)])).toEqual(
          sent.map((s) => [s.labels, plain(s.samples)]),
        );
      }),
    );
  });

  it('reads metadata of families', () => {
    expect(
      decode(
        encodeWriteRequest(
          [],
          [
            { type: 1, family: 'a', help: 'What ü is', unit: 'bytes' },
            { type: 3, family: 'h' },
          ],
        ),
      ).families,
    ).toEqual(
      new Map([
        ['a', { type: 'counter', help: 'What ü is', unit: 'bytes' }],
        ['h', { type: 'histogram', help: '', unit: '' }],
      ]),
    );
  });

  it.each([
    ['a label without a name', withLabels(name, ['', 'x']), 'timeseries[1].labels[1].name'],
    ['a NUL that Postgres cannot keep', withLabels(name, ['a', 'x\0']), 'timeseries[1].labels[1].value'],
    ['a repeated label', withLabels(name, ['a', 'x'], ['a', 'y']), 'timeseries[1].labels[2].name'],
    ['a metric without a name', withLabels(['__name__', '']), 'timeseries[1].labels[0].value'],
    ['a metric name without end', withLabels(['__name__', 'x'.repeat(600)]), 'timeseries[1].labels[0].value'],
    ['no metric name', withLabels(['a', 'b']), 'timeseries[1].labels'],
    [
      'a label that is not UTF-8',
      raw(...field(1, field(1, [...field(1, text('a')), ...field(2, [0xff])]))),
      'timeseries[0].labels[0].value',
    ],
    [
      'a time before 1970',
      raw(...field(1, [...field(1, [...field(1, text('__name__')), ...field(2, text('m'))]), ...field(2, [0x10, ...varint(-5n)])])),
      'timeseries[0].samples[0].timestamp',
    ],
    ['a length beyond the end', raw(0x0a, 0x7f), 'timeseries[0]'],
    ['a sample of the wrong type', raw(...field(1, [0x10, 1])), 'timeseries[0].samples'],
    ['an endless number', raw(0x0a, ...Array<number>(12).fill(0xff)), 'timeseries[0]'],
  ])('names the place of %s', (_, body, field) => {
    expect(() => faultOf(body)).toThrow(expect.objectContaining({ kind: 'invalid', field }));
  });

  it('takes any UTF-8 as a name and sorts labels', () => {
    const { series } = decode(withLabels(['b.c/d', 'x'], ['__name__', 'http.server.é'], ['a', '😀']));
    expect(series.identities[1]!.labels).toEqual([
      ['__name__', 'http.server.é'],
      ['a', '😀'],
      ['b.c/d', 'x'],
    ]);
  });

  it('leaves out a series at fault and keeps the others, in whatever order', () => {
    const bad = { labels: [['a', 'b']] as LabelPair[], samples: samplesOf([1, 1], [2, 2]) };
    const good = { labels: [name], samples: one };
    const { series, sampleCount, refused } = decode(encodeWriteRequest([good, bad, good, bad]));
    expect([series.length, sampleCount, refused?.count, refused?.first.field]).toEqual([2, 2, 4, 'timeseries[1].labels']);
  });

  it('bounds series, samples, labels and sizes', () => {
    const many = encodeWriteRequest([
      { labels: [name, ['a', 'b']], samples: samplesOf([1, 1], [2, 2]) },
      { labels: [name], samples: one },
    ]);
    const tooLarge = expect.objectContaining({ kind: 'too-large' });
    expect(() => decode(many, { series: 1 })).toThrow(tooLarge);
    expect(() => decode(many, { samples: 2 })).toThrow(tooLarge);
    expect(() => decode(many, { labelsPerSeries: 1 })).toThrow(tooLarge);
    expect(() => decode(many, { decodedBytes: 10 })).toThrow(tooLarge);
    expect(() => faultOf(many, { nameBytes: 3 })).toThrow(expect.objectContaining({ code: 'label-too-long' }));
  });

  it('survives 2,000 mutated bodies with nothing but DomainErrors', () => {
    const valid = encodeWriteRequest(
      [
        { labels: [name, ['job', 'node'], ['path', '/é']], samples: samplesOf([1000, 1], [2000, NaN]) },
        { labels: [name, ['job', 'x'.repeat(100)]], samples: one },
      ],
      [{ type: 1, family: 'm' }],
    );
    const plainBody = uncompress(valid);
    const edit = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }), cut: fc.boolean() });
    const mutate = (body: Uint8Array, edits: { at: number; to: number; cut: boolean }[]) => {
      let changed = Uint8Array.from(body);
      for (const { at, to, cut } of edits) {
        if (cut) changed = changed.slice(0, at % changed.length);
        if (changed.length > 0) changed[at % changed.length] = to;
      }
      return changed;
    };
    const shared = cache();
    fc.assert(
      fc.property(fc.boolean(), fc.array(edit, { minLength: 1, maxLength: 4 }), (inside, edits) => {
        try {
          decodeWriteRequest(inside ? compress(mutate(plainBody, edits)) : mutate(valid, edits), shared);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
