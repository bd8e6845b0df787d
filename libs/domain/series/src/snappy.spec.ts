import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@cloudops/contracts';
import fc from 'fast-check';
import { compress } from 'snappyjs';
import { decompressSnappy } from './snappy.ts';

describe('decompressSnappy', () => {
  it('undoes an independent compressor', () => {
    const repetitive = fc
      .array(fc.constantFrom('instance', 'job', '=', '\u0000', 'node_cpu_seconds_total'), { maxLength: 3000 })
      .map((parts) => Buffer.from(parts.join('')));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 2000 }), repetitive), (bytes) => {
        expect(decompressSnappy(Uint8Array.from(compress(Uint8Array.from(bytes))), 1e6).bytes.equals(bytes)).toBe(true);
      }),
    );
  });

  it('refuses a bomb by its header, before allocating', () => {
    const claims4GiB = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0);
    expect(() => decompressSnappy(claims4GiB, 1e6)).toThrow(expect.objectContaining({ kind: 'too-large' }));
    expect(() => decompressSnappy(Uint8Array.of(0x80, 0x80, 0x40, 0), 1e9)).toThrow(expect.objectContaining({ code: 'snappy-malformed' }));
  });

  it('ends on any input, with nothing but a DomainError', () => {
    const backwards = Uint8Array.of(10, 0xfc, 0xf0, 0xff, 0xff, 0xff, 1, 2, 3, 4);
    expect(() => decompressSnappy(backwards, 1e6)).toThrow(DomainError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          decompressSnappy(bytes, 1e6);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
