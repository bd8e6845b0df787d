import { describe, expect, it } from '@jest/globals';
import { IdentityCache } from './identity-cache.ts';
import { identifySeries } from './series-identity.ts';
import { SymbolIds } from './symbol-ids.ts';

const series = (i: number, labels = {}) => identifySeries({ __name__: 'm', i: String(i), ...labels });

describe('IdentityCache', () => {
  it.each([{ A: 'before the name', z: 'é😀' }, {}, { a: '__name__' }])('gives series back as they were: %j', (labels) => {
    const cache = new IdentityCache(10);
    const identity = series(1, labels);
    cache.add('key', identity);
    const { id, low, high, slot, name, labels: kept } = cache.get('key')!;
    expect({ id, low, high, slot, labels: kept }).toEqual(identity);
    expect(name).toBe('m');
  });

  it('keeps what is asked for, forgets the rest, and stays bounded by number and by size', () => {
    const cache = new IdentityCache(10);
    cache.add('kept', series(0));
    for (let i = 0; i < 1000; i++) {
      cache.add(`${i}`, series(i));
      expect(cache.get('kept')).toBeDefined();
    }
    expect(cache.get('1')).toBeUndefined();
    expect(cache.size).toBeLessThanOrEqual(20);
    const long = new IdentityCache(10);
    for (let i = 0; i < 10; i++) long.add(`${i}${'x'.repeat(5_000)}`, series(i));
    expect(long.size).toBeLessThan(5);
  });
});

describe('SymbolIds', () => {
  it('never gives one number to two texts, though it forgets', () => {
    const ids = new SymbolIds(10);
    const given = new Map<number, string>();
    for (let i = 0; i < 500; i++) {
      const text = `s${(i * 7) % 60}`;
      const id = ids.idOf(text);
      expect(given.get(id) ?? text).toBe(text);
      expect(ids.idOf(text)).toBe(id);
      given.set(id, text);
    }
    expect(given.size).toBeGreaterThan(60);
  });
});
