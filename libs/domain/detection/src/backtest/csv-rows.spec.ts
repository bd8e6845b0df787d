import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CsvRows } from './csv-rows.ts';
import { parseCsv } from './parse-csv.ts';

describe('CsvRows', () => {
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
    expect(parseCsv('a,b\r1,2\r')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(parseCsv('')).toEqual([]);
  });
  it('reads quotes', () => expect(parseCsv('\uFEFF"a ""b"", c","d\ne"\n')).toEqual([['a "b", c', 'd\ne']]));
  it('takes a stray quote for itself', () => {
    expect(parseCsv('a\nb"c\nd\n')).toEqual([['a'], ['b"c'], ['d']]);
    expect(parseCsv('"a"b,c\n"d,e\nf')).toEqual([['ab', 'c'], ['"d', 'e'], ['f']]);
  });
  it('refuses what has no end', () => {
    expect(() => new CsvRows().push('x'.repeat(17 * 1024 * 1024))).toThrow('more than 16 Mi characters');
  });

  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', 'ü') });

  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const written = rows.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(parseCsv(written)).toEqual(rows);
      }),
    );
  });
  it('reads the same wherever the text is cut, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(text), (pieces) => {
        const rows = new CsvRows();
        expect([...pieces.flatMap((piece) => rows.push(piece)), ...rows.end()]).toEqual(parseCsv(pieces.join('')));
      }),
    );
  });
});
