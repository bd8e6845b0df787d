import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** What happened, in the words of whoever appends it. */
export interface AuditEntry {
  /** Who: a key id, `policy` or `system`. */
  readonly actor: string;
  /** What, past tense or event subject, e.g. `remediation.approved`. */
  readonly action: string;
  /** Id of the thing it happened to. */
  readonly subject: string;
  readonly detail: Record<string, unknown>;
}

/** One link of the chain. */
export interface AuditRow extends AuditEntry {
  /** Dense, from 1. */
  readonly position: number;
  /** Instant, UTC with milliseconds. */
  readonly at: string;
  /** SHA-256, hex, over the previous row's hash and everything above. */
  readonly hash: string;
}

/** Position and hash of the last row of a chain, as far as it was looked at; worth keeping outside the database. */
export interface AuditHead {
  readonly position: number;
  readonly hash: string;
}

export const GENESIS: AuditHead = { position: 0, hash: '0'.repeat(64) };

/** Hash of a row that follows `previousHash`; SHA-256(previous hash, newline, canonical JSON of the row), hex. */
export function hashOf(previousHash: string, row: Omit<AuditRow, 'hash'>): string {
  const { position, at, actor, action, subject, detail } = row;
  return createHash('sha256')
    .update(`${previousHash}\n${canonicalJson({ position, at, actor, action, subject, detail })}`)
    .digest('hex');
}

/** The row that continues the chain after `head`. */
export function link(head: AuditHead, entry: AuditEntry, at: Date): AuditRow {
  const row = { position: head.position + 1, at: at.toISOString(), ...entry };
  return { ...row, hash: hashOf(head.hash, row) };
}
