import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@cloudops/contracts';
import fc from 'fast-check';
import { compress } from 'snappyjs';
import { IdentityCache } from './identity-cache.ts';
import type { LabelPair } from './labels.ts';
import { arbitrarySamples, plain, samplesOf } from './testing/arbitrary-samples.ts';
import { encodeWriteRequest, field, text, varint } from './testing/encode-write-request.ts';
import { double, encodeWriteRequestV2, messageV2 } from './testing/encode-write-request-v2.ts';
import { decodeWriteRequest, WRITE_REQUEST_LIMITS } from './write-request.ts';

const name: LabelPair = ['__name__', 'm'];
const one = samplesOf([1_700_000_000_000, 1]);
const decode = (body: Uint8Array, limits = {}, cache = new IdentityCache(1000)) =>
  decodeWriteRequest(body, cache, { ...WRITE_REQUEST_LIMITS, ...limits }, '2.0');
const raw = (...bytes: number[]) => compress(Uint8Array.from(bytes));
const histogram = (count: number) => [0x08, count, ...double(3, 1), 0x30, 1, 0x78, ...varint(1_700_000_000_000n)];

describe('decodeWriteRequest of 2.0', () => {
  it('returns labels, times and value bits as they were sent, whatever the order of symbols', () => {
    const label = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_.]{0,8}$/), fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }));
    const labels = fc
      .uniqueArray(label, { selector: ([key]) => key, maxLength: 6 })
      .map((pairs): LabelPair[] => [name, ...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
    const series = fc.array(fc.record({ labels, samples: arbitrarySamples.filter((samples) => samples.times.length > 0) }), {
      maxLength: 4,
    });
    const shared = new IdentityCache(20);
    fc.assert(
      fc.property(series, fc.boolean(), (sent, isSymbolsLast) => {
        const clean = sent.map((s) => ({ ...s, labels: s.labels.filter(([, value]) => !value.includes('\0')) }));
        const decoded = decode(raw(...messageV2(clean, isSymbolsLast)), {}, shared);
        expect([...decoded.series].map((s) => [s.identity.labels, plain(s.samples)])).toEqual(
          clean.map((s) => [s.labels, plain(s.samples)]),
        );
        const first = decodeWriteRequest(encodeWriteRequest(clean), shared);
        expect([...decoded.series].map((s) => s.identity.id)).toEqual([...first.series].map((s) => s.identity.id));
      }),
    );
  });

  it('reads histograms, exemplars and types, and keeps the rest when one of them is at fault', () => {
    const { series, histograms, exemplars, families, refused } = decode(
      encodeWriteRequestV2([
        {
          labels: [name],
          samples: one,
          ...{ type: 1, help: 'What ü is', unit: 'bytes' },
          histograms: [histogram(1), histogram(99)],
          exemplars: [
            { labels: [['trace_id', 'abc']], value: 2, time: 5 },
            {
              labels: [
                ['trace_id', 'x'],
                ['trace_id', 'y'],
              ],
              value: 3,
              time: 6,
            },
          ],
        },
      ]),
    );
    expect([series.length, histograms.length]).toEqual([1, 1]);
    expect(exemplars.map(({ labels, value, time }) => ({ labels, value, time }))).toEqual([
      { labels: { trace_id: 'abc' }, value: 2, time: 5 },
    ]);
    expect(families).toEqual(new Map([['m', { type: 'counter', help: 'What ü is', unit: 'bytes' }]]));
    expect([refused?.count, refused?.first.field]).toEqual([2, 'timeseries[0].histograms[1].count']);
  });

  it('takes references that are not packed', () => {
    const body = raw(
      ...field(4, []),
      ...field(4, text('__name__')),
      ...field(4, text('m')),
      ...field(5, [0x08, 1, 0x08, 2, ...field(2, [0x10, 7])]),
    );
    expect(decode(body).series.identities[0]!.labels).toEqual([name]);
  });

  it.each([
    ['a label without a value', raw(...field(4, []), ...field(5, field(1, [0]))), 'timeseries[0].labels'],
    ['a symbol that is not there', raw(...field(4, []), ...field(5, field(1, [0, 9]))), 'timeseries[0].labels_refs'],
    ['no labels', raw(...field(4, []), ...field(5, field(2, [0x10, 7]))), 'timeseries[0].labels'],
    ['an empty name', encodeWriteRequestV2([{ labels: [['__name__', '']], samples: one }]), 'timeseries[0].labels[0].value'],
    [
      'a symbol that is not UTF-8',
      raw(...field(4, text('__name__')), ...field(4, [0xff]), ...field(5, field(1, [0, 1]))),
      'timeseries[0].labels[0].value',
    ],
    ['a body of 1.0', encodeWriteRequest([{ labels: [name], samples: one }]), 'content-type'],
    ['a length beyond the end', raw(0x2a, 0x7f), 'body'],
    ['a reference of the wrong type', raw(...field(5, [0x09, 1, 2, 3, 4, 5, 6, 7, 8])), 'timeseries[0].labels'],
  ])('names the place of %s', (_, body, place) => {
    const fault = () => {
      const { refused } = decode(body);
      if (refused !== undefined) throw refused.first;
    };
    expect(fault).toThrow(expect.objectContaining({ kind: 'invalid', field: place }));
  });

  it('bounds symbols, labels, series and attachments', () => {
    const tooLarge = expect.objectContaining({ kind: 'too-large' });
    const body = encodeWriteRequestV2([
      { labels: [name, ['a', 'b']], histograms: [histogram(1)], exemplars: [{ labels: [], value: 1, time: 1 }] },
    ]);
    expect(() => decode(body, { symbols: 2 })).toThrow(tooLarge);
    expect(() => decode(body, { labelsPerSeries: 1 })).toThrow(tooLarge);
    expect(() => decode(body, { samples: 0 })).toThrow(tooLarge);
    expect(() => decode(raw(...Array<number[]>(30).fill([0x2a, 0]).flat()), { series: 20 })).toThrow(tooLarge);
    expect(() => decode(raw(...field(5, field(1, Array<number>(100_000).fill(0)))))).toThrow(tooLarge);
  });

  it('survives 3,000 mutated messages with nothing but DomainErrors', () => {
    const valid = messageV2([
      { labels: [name, ['job', 'node'], ['path', '/é']], samples: samplesOf([1000, 1], [2000, NaN]), type: 3 },
      { labels: [name, ['job', 'x']], histograms: [histogram(1)], exemplars: [{ labels: [['a', 'b']], value: 1, time: 2 }] },
    ]);
    const shared = new IdentityCache(100);
    const edit = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }), cut: fc.boolean() });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let changed = Uint8Array.from(valid);
        for (const { at, to, cut } of edits) {
          if (cut) changed = changed.slice(0, at % changed.length);
          if (changed.length > 0) changed[at % changed.length] = to;
        }
        try {
          decode(compress(changed), {}, shared);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
