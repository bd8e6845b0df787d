import { describe, expect, it } from '@jest/globals';
import { EntityRef } from '@cloudops/contracts';
import fc from 'fast-check';
import { deriveEntity, entityName } from './entity-derivation.ts';
import { judgeRepeated, judgeSample } from './sample-admission.ts';
import { judgeOwnership, OWNERSHIP_MS } from './source-ownership.ts';
import { samplesOf } from './testing/arbitrary-samples.ts';

describe('deriveEntity', () => {
  it.each([
    [{ job: 'node', instance: 'web-1:9100' }, 'host', 'web-1'],
    [{ job: 'node-exporter', instance: '10.0.0.1:9100' }, 'host', '10.0.0.1'],
    [{ job: 'nodejs', instance: 'api:3000' }, 'target', 'api:3000'],
    [{ job: 'api', instance: 'api:3000' }, 'target', 'api:3000'],
    [{ job: 'batch' }, 'target', 'batch'],
    [{}, 'target', 'unknown'],
  ])('%j is %s %s', (labels, kind, id) =>
    expect(deriveEntity('local', Object.entries(labels))).toEqual({ environment: 'local', kind, id }),
  );

  it('always makes an id that the contract takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(EntityRef.safeParse({ environment: 'local', kind: 'host', id: entityName(text) }).success).toBe(true);
      }),
    );
  });
});

describe('judgeOwnership', () => {
  const at = { lastAt: 1000 };
  it.each([
    ['scrape:a', 'scrape:a', 0, 'owner'],
    ['scrape:a', 'remote-write:k', 5000, 'foreign-source'],
    ['scrape:a', 'remote-write:k', 1001 + OWNERSHIP_MS, 'takes-over'],
    ['remote-write:k', 'scrape:a', 5000, 'takes-over'],
    ['remote-write:k', 'remote-write:l', 5000, 'foreign-source'],
    ['host', 'scrape:a', 5000, 'foreign-source'],
  ])('series of %s, sample of %s: %s', (owner, source, now, verdict) => {
    expect(judgeOwnership({ source: owner, ...at }, source, now)).toBe(verdict);
  });
});

describe('sample admission', () => {
  const window = { now: 1_000_000, futureMs: 1000, retentionMs: 500_000, outOfOrderMs: 10_000 };
  it.each([
    [1_001_001, 0, 'in-future'],
    [1_000_500, 999_000, 'accepted'],
    [999_000, 999_000, 'late'],
    [989_000, 999_000, 'late'],
    [988_999, 999_000, 'out-of-order'],
    [499_999, 0, 'too-old'],
  ])('time %d after %d is %s', (time, lastAt, verdict) => expect(judgeSample(time, lastAt, window)).toBe(verdict));

  it('tells a repetition from a conflict by bits', () => {
    const stored = samplesOf([5, 1.5], [7, NaN]);
    const [low, high] = new Uint32Array(Float64Array.of(1.5).buffer);
    expect(judgeRepeated(5, low!, high!, stored)).toBe('duplicate');
    expect(judgeRepeated(7, low!, high!, stored)).toBe('conflicting-value');
    expect(judgeRepeated(6, low!, high!, stored)).toBe('accepted');
    expect(judgeRepeated(9, low!, high!, stored)).toBe('accepted');
  });
});
