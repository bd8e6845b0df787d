import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from './api-keys.ts';

export const sha256 = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

export type Judgement =
  | { readonly verdict: 'accepted'; readonly key: ApiKey }
  /** The secret is right and the key does not open the API. */
  | { readonly verdict: 'write-only'; readonly key: ApiKey }
  | { readonly verdict: 'expired' | 'revoked' | 'unknown' };

/** Compares with every key in constant time, so that neither the answer's time nor its order tells which key came close. */
export function judgeKey(secret: string, keys: readonly ApiKey[], now: Date): Judgement {
  const presented = sha256(secret);
  let match: ApiKey | undefined;
  for (const key of keys) {
    if (timingSafeEqual(presented, Buffer.from(key.hash, 'hex'))) match = key;
  }
  if (match === undefined) return { verdict: 'unknown' };
  if (match.revokedAt !== null && match.revokedAt <= now) return { verdict: 'revoked' };
  if (match.expiresAt !== null && match.expiresAt <= now) return { verdict: 'expired' };
  return { verdict: match.scope === 'write' ? 'write-only' : 'accepted', key: match };
}
