import type { Role } from './roles.ts';

/** `write` keys deliver metrics to metrics-ingest and open nothing here; `admin` keys open the API as far as their role goes. */
export type Scope = 'admin' | 'write';

export interface ApiKey {
  /** Public id; appears in audit rows and, for write keys, in the source of a series. */
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the secret, hex. The secret itself is never stored. */
  readonly hash: string;
  readonly scope: Scope;
  readonly role: Role;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** Grows with every change; a receiver ignores an older one that arrives late. */
  readonly revision: number;
}

export type NewApiKey = Pick<ApiKey, 'id' | 'name' | 'hash' | 'scope' | 'role'>;

/** The keys of this installation. */
export abstract class ApiKeys {
  abstract all(): Promise<ApiKey[]>;
  /**
   * Creates the key, or gives the existing one this hash, in one transaction with the announcement and the audit row.
   * Does nothing when the hash is already the key's.
   */
  abstract put(key: NewApiKey): Promise<'created' | 'rotated' | 'unchanged'>;
  /** Announces every key again, so that a receiver that lost its copy gets it back. */
  abstract announce(): Promise<void>;
}
