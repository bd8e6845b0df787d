import { describe, expect, it } from '@jest/globals';
import type { ApiKey } from './api-keys.ts';
import { judgeKey, sha256 } from './judge-key.ts';

const now = new Date('2026-01-15T12:00:00Z');
const key = (id: string, over: Partial<ApiKey> = {}): ApiKey => ({
  ...{ id, name: id, hash: sha256(`secret of ${id}`).toString('hex'), scope: 'admin', role: 'admin' },
  ...{ createdAt: now, expiresAt: null, revokedAt: null, revision: 1 },
  ...over,
});
const later = new Date(now.getTime() + 1);

describe('judgeKey', () => {
  const keys = [
    key('a'),
    key('w', { scope: 'write' }),
    key('old', { expiresAt: now }),
    key('fresh', { expiresAt: later }),
    key('gone', { revokedAt: now }),
    key('leaving', { revokedAt: later }),
    key('both', { revokedAt: now, expiresAt: now }),
    key('old-writer', { scope: 'write', expiresAt: now }),
  ];
  it.each([
    ['a', 'accepted'],
    ['w', 'write-only'],
    ['old', 'expired'],
    ['fresh', 'accepted'],
    ['gone', 'revoked'],
    ['leaving', 'accepted'],
    ['both', 'revoked'],
    ['old-writer', 'expired'],
    ['nobody', 'unknown'],
  ])('the secret of %s is %s', (id, verdict) => {
    expect(judgeKey(`secret of ${id}`, keys, now).verdict).toBe(verdict);
  });

  it.each(['', 'secret of', 'Secret of a', 'secret of a ', sha256('secret of a').toString('hex')])('%j opens nothing', (secret) => {
    expect(judgeKey(secret, keys, now)).toEqual({ verdict: 'unknown' });
  });
});
