import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uncompress } from 'snappyjs';
import { labelsOf } from './series-shapes.ts';
import { snappyAround } from './snappy-around.ts';
import { WriteTemplate } from './write-template.ts';

describe('snappyAround', () => {
  it('gives back what went in, holes overwritten or not', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.constantFrom(1, 2), { maxLength: 2_000 }).map((a) => Uint8Array.from(a)),
    );
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(2_000), { maxLength: 20 }), (raw, cuts) => {
        const edges = [...new Set(cuts.filter((cut) => cut <= raw.length))].sort((a, b) => a - b);
        const holes = edges.flatMap((from, i) => (i % 2 === 0 && edges[i + 1] !== undefined ? [[from, edges[i + 1]!] as const] : []));
        const { block, holesAt } = snappyAround(raw, holes);
        expect([...new Uint8Array(uncompress(block))]).toEqual([...raw]);
        const changed = Uint8Array.from(raw);
        holes.forEach(([from, to], i) => {
          changed.fill(77, from, to);
          block.fill(77, holesAt[i], holesAt[i]! + to - from);
        });
        expect([...new Uint8Array(uncompress(block))]).toEqual([...changed]);
      }),
    );
  });
});

describe('WriteTemplate', () => {
  it('is a remote_write body of the samples last set', () => {
    const template = new WriteTemplate([labelsOf(0), labelsOf(1)]);
    template.set(0, 1_795_000_000_123, 1.5);
    template.set(1, 1_795_000_000_456, -7);
    const raw = Buffer.from(uncompress(template.body));
    expect(raw.includes(Buffer.from('bench_constant_metric_0'))).toBe(true);
    const samples = [...raw.toString('latin1').matchAll(/\x12\x10\x09([^]{8})\x10([^]{6})/g)].map(([, value, time]) => [
      Buffer.from(value!, 'latin1').readDoubleLE(),
      [...time!].reduceRight((sum, digit) => sum * 128 + (digit.charCodeAt(0) & 127), 0),
    ]);
    expect(samples).toEqual([
      [1.5, 1_795_000_000_123],
      [-7, 1_795_000_000_456],
    ]);
  });

  it('is about as small as what Prometheus sends', () => {
    const template = new WriteTemplate(Array.from({ length: 500 }, (_, i) => labelsOf(i)));
    expect(template.body.length / 500).toBeLessThan(110); // captured bodies: 43 kB for 500 samples
  });
});
