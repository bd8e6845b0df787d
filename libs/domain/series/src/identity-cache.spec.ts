import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wordHash, type KeyHash } from './byte-keys.ts';
import { IdentityCache } from './identity-cache.ts';
import { identifySeries } from './series-identity.ts';
import { Symbols } from './symbols.ts';
import { field, text } from './testing/encode-write-request.ts';

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const view = (key: string) => viewOf(Uint8Array.from(Buffer.from(key)));
const series = (i: number, labels = {}) => identifySeries({ __name__: 'm', i: String(i), ...labels });
const add = (cache: IdentityCache, key: string, i: number) => cache.add(view(key), 0, key.length, series(i));
const get = (cache: IdentityCache, key: string) => cache.get(view(key), 0, key.length);
/** Longer than a chunk, and more than a small cache holds. */
const LONG = `\n${'b'.repeat(300_000)}`;
/** Every kind of collision: all keys, keys of one length, none. */
const hashes: [string, KeyHash][] = [
  ['one number for all', () => 7],
  ['the length', (_view, _from, length) => length],
  ['a proper hash', wordHash(1)],
];

describe('IdentityCache', () => {
  it.each([{ A: 'before the name', z: 'é😀' }, {}, { a: '__name__' }])('gives series back as they were: %j', (labels) => {
    const cache = new IdentityCache(10);
    const identity = series(1, labels);
    const message = Uint8Array.from(
      identity.labels.flatMap(([name, value]) => field(1, [...field(1, text(name)), ...field(3, [1]), ...field(2, text(value))])),
    );
    const inKey = cache.add(viewOf(message), 0, message.length, identity);
    const inText = cache.add(viewOf(Uint8Array.of(0, 1, 2)), 0, 3, identity);
    for (const settled of [false, true]) {
      for (const found of [inKey, inText]) {
        if (settled) found.settle();
        const { id, low, high, slot, name, labels: kept } = found;
        expect({ id, low, high, slot, labels: kept }).toEqual({ id: identity.id, low, high, slot: -1, labels: identity.labels });
        expect([identity.low, identity.high, name]).toEqual([low, high, 'm']);
      }
    }
  });

  it('lets go of keys that nobody needs, not of those that are asked for', () => {
    const cache = new IdentityCache(100_000);
    const [gone, kept] = [Array.from({ length: 20_000 }, (_, i) => `\ngone${i}`), ['\na', '\nb']];
    [...gone, ...kept].forEach((key, i) => add(cache, key, i));
    const ask = () => kept.map((key) => get(cache, key)?.id);
    const ids = ask();
    cache.tidy(10_000); // there are not many more keys than series
    cache.tidy(10_000);
    expect(cache.size).toBe(20_002);
    cache.tidy(2);
    expect([ask(), get(cache, '\ngone7')?.id]).toEqual([ids, series(7).id]);
    cache.tidy(2);
    expect([ask(), get(cache, '\ngone7')?.id, get(cache, '\ngone8')]).toEqual([ids, series(7).id, undefined]);
    expect(cache.size).toBe(3);
  });

  it('keeps what fell out of a full generation a moment ago', () => {
    const cache = new IdentityCache(10);
    for (let i = 0; i < 11; i++) add(cache, `\n${i}`, i);
    cache.tidy(11);
    expect(get(cache, '\n3')?.id).toBe(series(3).id);
  });

  it.each(hashes)('answers like a map, in whatever order it is asked, by %s', (_, hash) => {
    const keys = fc.constantFrom(...['a', 'b', 'ab', 'abcd', 'abcde', 'abcdx', 'abcdabcd'].map((key) => `\n${key}`), LONG);
    const step = fc.record({ key: keys, begins: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), (steps, capacity) => {
        const cache = new IdentityCache(capacity, hash);
        const map = new Map<string, bigint>();
        let number = 0;
        for (const { key, begins } of steps) {
          if (begins) cache.beginRequest();
          const bytes = view(`${key}\x12more`);
          const expected = cache.expected(bytes, 0, bytes.byteLength);
          if (expected > 0) expect([...map].find(([, id]) => id === cache.current.id)?.[0]).toBe(key.slice(0, expected));
          const known = get(cache, key);
          if (known !== undefined) expect(known.id).toBe(map.get(key));
          else if (capacity >= 8 && !map.has(LONG)) expect(map.has(key)).toBe(false);
          const { id } = known ?? add(cache, key, (number += 1));
          map.set(key, id);
          expect(get(cache, key)?.id).toBe(id);
          expect(cache.size).toBeLessThanOrEqual(2 * capacity);
        }
      }),
    );
  });

  it('expects what came next the last time, and nothing where a request begins', () => {
    const cache = new IdentityCache(10);
    for (const [i, key] of ['\na', '\nb', '\nbc'].entries()) add(cache, key, i);
    cache.beginRequest();
    expect(cache.expected(view('\na'), 0, 2)).toBe(0);
    expect(get(cache, '\na')?.id).toBe(series(0).id);
    expect(cache.expected(view('\nb'), 0, 1)).toBe(0); // the key would end behind the series
    expect(cache.expected(view('\nx'), 0, 2)).toBe(0);
    expect(cache.expected(view('\nb'), 0, 2)).toBe(2);
    expect(cache.current.id).toBe(series(1).id);
  });

  it('keeps what is asked for, forgets the rest, and stays bounded by number and by size', () => {
    const cache = new IdentityCache(10);
    add(cache, 'kept', 0);
    for (let i = 0; i < 1000; i++) {
      add(cache, `${i}`, i);
      expect(get(cache, 'kept')).toBeDefined();
    }
    expect(get(cache, '1')).toBeUndefined();
    expect(cache.size).toBeLessThanOrEqual(20);
    const long = new IdentityCache(10);
    for (let i = 0; i < 10; i++) add(long, `${i}${'x'.repeat(5_000)}`, i);
    expect(long.size).toBeLessThan(5);
  });
});

describe('Symbols', () => {
  it.each(hashes)('never gives one number to two texts, though it forgets, and gives each text back: %s', (_, hash) => {
    const symbols = new Symbols(10, hash);
    const given = new Map<number, string>();
    for (let i = 0; i < 500; i++) {
      const symbol = `é${(i * 7) % 60}`;
      const bytes = viewOf(Uint8Array.from(Buffer.from(symbol)));
      const id = symbols.idOf(bytes, 0, bytes.byteLength);
      expect(given.get(id) ?? symbol).toBe(symbol);
      expect(symbols.idOf(bytes, 0, bytes.byteLength)).toBe(id);
      expect(symbols.textOf(bytes, 0, bytes.byteLength)).toBe(symbol);
      given.set(id, symbol);
    }
    expect(given.size).toBeGreaterThan(60);
    expect(() => symbols.textOf(viewOf(Uint8Array.of(0xff)), 0, 1)).toThrow(/not valid/);
  });
});
