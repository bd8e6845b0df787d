import { DomainError } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { AttemptLimit } from '../domain/attempt-limit.ts';
import { type ApiKey, ApiKeys } from '../domain/api-keys.ts';
import { judgeKey } from '../domain/judge-key.ts';
import type { Caller } from '../domain/roles.ts';
import { TooManyAttempts } from '../domain/too-many-attempts.ts';
import { GatewayMetrics } from '../gateway.metrics.ts';

/** How long this process may go on accepting a key that another one revoked. */
const RING_MAX_AGE_MS = 5_000;

/** Says who calls, from the secret presented and the address it came from. */
@Injectable()
export class AuthenticateCaller {
  private ring: { readonly keys: Promise<ApiKey[]>; readonly since: number } | undefined;

  constructor(
    private readonly keys: ApiKeys,
    private readonly limit: AttemptLimit,
    private readonly metrics: GatewayMetrics,
  ) {}

  /**
   * @param delivers whether keys that only deliver are good here
   * @throws DomainError `unauthenticated` without a good key, `forbidden` for a write key where it does not deliver
   * @throws TooManyAttempts for an address with too many wrong keys
   */
  async authenticate(secret: string | undefined, address: string, now: Date, delivers = false): Promise<Caller> {
    if (secret === undefined) throw this.refuse('missing', 'Send an API key as `Authorization: Bearer KEY` or `X-API-Key: KEY`');
    const judgement = judgeKey(secret, await this.currentKeys(now), now);
    const key = 'key' in judgement ? judgement.key : undefined;
    const blockedSeconds = this.limit.blockedSeconds(address, now.getTime());
    if (blockedSeconds > 0 && !(key !== undefined && this.limit.isWelcome(address, key.id))) {
      this.metrics.refused('too-many-attempts');
      throw new TooManyAttempts(blockedSeconds);
    }
    if (key === undefined) {
      this.limit.fail(address, now.getTime());
      throw this.refuse(judgement.verdict, 'This API key is not valid; the key files of the installation hold good ones');
    }
    this.limit.remember(address, key.id);
    if (judgement.verdict === 'accepted') return { id: key.id, role: key.role };
    if (delivers) return { id: key.id, role: 'operator' };
    this.metrics.refused('write-only');
    throw new DomainError('forbidden', 'key-write-only', 'This key delivers metrics and alerts; the API needs an admin key');
  }

  /** Makes the next call read the keys anew. */
  forget(): void {
    this.ring = undefined;
  }

  private currentKeys(now: Date): Promise<ApiKey[]> {
    if (this.ring === undefined || now.getTime() - this.ring.since >= RING_MAX_AGE_MS) {
      const ring = { keys: this.keys.all(), since: now.getTime() };
      ring.keys.catch(() => this.ring === ring && this.forget());
      this.ring = ring;
    }
    return this.ring.keys;
  }

  private refuse(reason: string, message: string): DomainError {
    this.metrics.refused(reason);
    return new DomainError('unauthenticated', `key-${reason}`, message);
  }
}
