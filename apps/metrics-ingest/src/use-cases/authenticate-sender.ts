import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@cloudops/contracts';
import { WriteKeys, type WriteKey } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';

const CACHE_MS = 5_000;
/** Unknown keys have the keys read again this often at most, all of them together: a flood of them must not become one of queries. */
const LOOK_AGAIN_MS = 100;

/** Finds the key that a sender shows; keys are compared by their hashes, all of them, in constant time. */
@Injectable()
export class AuthenticateSender {
  private keys: readonly WriteKey[] = [];
  private loadedAt = -Infinity;
  private reading: Promise<void> = Promise.resolve();
  private nextReading: Promise<void> | undefined;
  private lookingAgain: Promise<void> | undefined;

  constructor(
    private readonly writeKeys: WriteKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * Id of the key behind `Authorization: Bearer KEY` or `Basic` with the key as password. A key that was committed before is never refused.
   * @throws DomainError `unauthenticated`, which makes senders drop what they have; `unavailable` while no key is known at all.
   */
  async execute(authorization: string | undefined): Promise<string> {
    const secret = secretOf(authorization);
    if (secret === undefined) throw refused('Send a write key: Authorization: Bearer KEY, or basic auth with the key as password');
    const hash = createHash('sha256').update(secret).digest();
    const now = this.clock.now();
    if (now - this.loadedAt > CACHE_MS || this.loadedAt > now) await this.reload();
    const found = this.find(hash) ?? (await this.lookAgain().then(() => this.find(hash)));
    if (this.keys.length === 0) throw new DomainError('unavailable', 'no-keys-yet', 'No key is known here yet; send again later');
    if (found === undefined || found.revoked) throw refused('The key is not known, or was revoked');
    if (found.expiresAt !== null && Date.parse(found.expiresAt) <= now) throw refused('The key has expired');
    return found.id;
  }

  /** Reads the keys again. Whoever asks while they are being read gets the reading after that, which sees all that is committed by now. */
  reload(): Promise<void> {
    this.nextReading ??= this.reading.then(async () => {
      this.nextReading = undefined;
      this.keys = await this.writeKeys.all();
      this.loadedAt = this.clock.now();
    });
    this.reading = this.nextReading.catch(() => undefined);
    return this.nextReading;
  }

  private find(hash: Buffer): WriteKey | undefined {
    let found: WriteKey | undefined;
    for (const key of this.keys) if (timingSafeEqual(Buffer.from(key.hash, 'hex'), hash)) found = key;
    return found;
  }

  private lookAgain(): Promise<void> {
    this.lookingAgain ??= delay(LOOK_AGAIN_MS).then(() => {
      this.lookingAgain = undefined;
      return this.reload();
    });
    return this.lookingAgain;
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
