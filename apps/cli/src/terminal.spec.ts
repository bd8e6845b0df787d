import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytes, plain, table } from './terminal.ts';

describe('plain', () => {
  it('lets nothing through that steers a terminal', () => {
    expect(plain('a\u001b[2Jb\rc\u009bd')).toBe('a\ufffd[2Jb\ufffdc\ufffdd');
    expect(plain('kept: ä €\t\n')).toBe('kept: ä €\t\n');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(plain(text))));
  });
});

describe('table', () => {
  it('lines columns up and leaves no trailing space', () => {
    expect(
      table([
        ['a', 'bb', 'c'],
        ['aaa', 'b', ''],
      ]),
    ).toBe('a    bb  c\naaa  b');
    expect(table([])).toBe('');
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1536, '1.5 KiB'],
    [5 * 1024 ** 3, '5.0 GiB'],
  ])('%d is %s', (count, text) => expect(bytes(count)).toBe(text));
});
