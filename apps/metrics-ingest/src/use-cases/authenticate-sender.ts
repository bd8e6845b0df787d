import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@cloudops/contracts';
import { WriteKeys, type WriteKey } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';

const CACHE_MS = 5_000;

/** Finds the key that a sender shows; keys are compared by their hashes, all of them, in constant time. */
@Injectable()
export class AuthenticateSender {
  private keys: readonly WriteKey[] = [];
  private loadedAt = -Infinity;

  constructor(
    private readonly writeKeys: WriteKeys,
    private readonly clock: Clock,
  ) {}

  /** Id of the key behind `Authorization: Bearer KEY` or `Basic` with the key as password. @throws DomainError `unauthenticated`. */
  async execute(authorization: string | undefined): Promise<string> {
    const secret = secretOf(authorization);
    if (secret === undefined) throw refused('Send a write key: Authorization: Bearer KEY, or basic auth with the key as password');
    const hash = createHash('sha256').update(secret).digest();
    const now = this.clock.now();
    if (now - this.loadedAt > CACHE_MS || this.loadedAt > now) await this.reload();
    let found: WriteKey | undefined;
    for (const key of this.keys) if (timingSafeEqual(Buffer.from(key.hash, 'hex'), hash)) found = key;
    if (found === undefined || found.revoked) throw refused('The key is not known, or was revoked');
    if (found.expiresAt !== null && Date.parse(found.expiresAt) <= now) throw refused('The key has expired');
    return found.id;
  }

  /** Reads the keys again, after a change. */
  async reload(): Promise<void> {
    this.keys = await this.writeKeys.all();
    this.loadedAt = this.clock.now();
  }
}

function secretOf(authorization: string | undefined): string | undefined {
  const [, scheme, credentials] = /^(bearer|basic) +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (scheme === undefined || credentials === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return credentials;
  const plain = Buffer.from(credentials, 'base64').toString();
  return plain.includes(':') ? plain.slice(plain.indexOf(':') + 1) : undefined;
}

const refused = (message: string): DomainError => new DomainError('unauthenticated', 'write-key', message);
