import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identifySeries } from '../series-identity.ts';
import { arbitraryLabels, arbitraryOwner } from '../testing/arbitrary-series.ts';
import { mergeSegments } from './merge-segments.ts';
import { SeriesGathering, type GatheredSeries, type SeriesColumns } from './series-columns.ts';
import { decodeSegment, encodeSegment } from './series-segment.ts';

const arbitraryRecord: fc.Arbitrary<GatheredSeries> = fc
  .record({ labels: arbitraryLabels, owner: arbitraryOwner, lastAt: fc.oneof(fc.nat(5), fc.integer({ min: 0, max: 8.64e15 })) })
  .map(({ labels, owner, lastAt }) => ({ ...identifySeries(labels), labels, ...owner, lastAt }));
const arbitraryRecords = fc.array(arbitraryRecord, { maxLength: 30 });

const columnsOf = (records: readonly GatheredSeries[]): SeriesColumns => {
  const gathering = new SeriesGathering();
  for (const record of records) gathering.add(record);
  return gathering.columns();
};

function recordsOf({ ids, lastAt, owner, owners, starts, refs, names, values }: SeriesColumns) {
  return Array.from(lastAt, (time, i) => ({
    low: ids[2 * i],
    high: ids[2 * i + 1],
    labels: Array.from(refs.subarray(starts[i], starts[i + 1]), (ref) => [names[ref]!, values[ref]!]),
    ...owners[owner[i]!],
    lastAt: time,
  }));
}
const plain = (records: readonly GatheredSeries[]) =>
  records.map(({ low, high, labels, source, entity, lastAt }) => ({ low, high, labels, source, entity, lastAt }));

describe('a segment of the catalogue', () => {
  it('gives every series back, with any Unicode in its labels', () => {
    fc.assert(
      fc.property(arbitraryRecords, fc.integer({ min: 1, max: 12 }), (records, effort) => {
        const columns = columnsOf(records);
        expect(recordsOf(columns)).toEqual(plain(records));
        expect(recordsOf(decodeSegment(encodeSegment(columns, records.keys(), effort)))).toEqual(plain(records));
      }),
    );
  });

  it('writes some of the series in the order that is asked for', () => {
    fc.assert(
      fc.property(arbitraryRecords, (records) => {
        const rows = [...records.keys()].filter((row) => row % 2 === 0).reverse();
        expect(recordsOf(decodeSegment(encodeSegment(columnsOf(records), rows, 1)))).toEqual(plain(rows.map((row) => records[row]!)));
      }),
    );
  });

  it('merges: later records win, the newest time stays, what is not kept goes', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecords, { maxLength: 5 }), fc.nat(3), (parts, kept) => {
        const keeps = (low: number) => low % 4 !== kept;
        const expected = new Map<string, GatheredSeries>();
        for (const record of parts.flat()) {
          const key = `${record.low}/${record.high}`;
          if (keeps(record.low)) expected.set(key, { ...record, lastAt: Math.max(record.lastAt, expected.get(key)?.lastAt ?? 0) });
        }
        const { columns, order } = mergeSegments(parts.map(columnsOf), keeps);
        const merged = recordsOf(columns);
        const byId = (a: { low?: number; high?: number }, b: { low?: number; high?: number }) => a.high! - b.high! || a.low! - b.low!;
        expect([...merged].sort(byId)).toEqual(plain([...expected.values()]).sort(byId));
        const texts = order.map((row) => merged[row]!.labels);
        for (let i = 1; i < texts.length; i++) expect(compareLabels(texts[i - 1]!, texts[i]!)).toBeLessThan(0);
      }),
    );
  });

  it('takes some tens of bytes a series', () => {
    const records = Array.from({ length: 4000 }, (_, i): GatheredSeries => {
      const labels = {
        __name__: `node_metric_${i % 40}_total`,
        instance: `10.0.${i >> 8}.${i & 255}:9100`,
        job: 'node',
        device: `eth${i % 7}`,
      };
      const identity = identifySeries(labels);
      return { ...identity, source: 'host', entity: { environment: 'test', kind: 'host', id: 'a' }, lastAt: 1 };
    });
    const { columns, order } = mergeSegments([columnsOf(records)], () => true);
    expect(encodeSegment(columns, order, 9).length / records.length).toBeLessThan(20);
  });

  it('refuses bytes of another version', () => {
    expect(() => decodeSegment(Uint8Array.of(9, 1, 2))).toThrow(expect.objectContaining({ code: 'segment-malformed' }));
  });
});

/** Label by label, by name and value in UTF-16 code units; what ends first is less. */
function compareLabels(a: string[][], b: string[][]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++)
    for (const part of [0, 1]) if (a[i]![part] !== b[i]![part]) return a[i]![part]! < b[i]![part]! ? -1 : 1;
  return a.length - b.length;
}
