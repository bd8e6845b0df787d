import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCsv } from './parse-csv.ts';

describe('parseCsv', () => {
  it('reads lines of either end and keeps empty cells', () => {
    expect(parseCsv('a,b\r\n1,\r\n,2\n\n')).toEqual([
      ['a', 'b'],
      ['1', ''],
      ['', '2'],
    ]);
    expect(parseCsv('a,b\n1,')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ]);
  });
  it('reads quotes', () => expect(parseCsv('\uFEFF"a ""b"", c","d\ne"\n')).toEqual([['a "b", c', 'd\ne']]));
  it('names the row of a stray quote', () => expect(() => parseCsv('a\nb"c')).toThrow('stray quote in row 2'));
  it('reads back what was written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', 'ü') });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const written = rows.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(parseCsv(written)).toEqual(rows);
      }),
    );
  });
});
