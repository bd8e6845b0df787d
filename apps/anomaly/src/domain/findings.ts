import type { Anomaly, Incident, TimelineEntry } from '@cloudops/contracts';
import type { Change } from './live-view.ts';

/** What recording came to, for the metrics. */
export interface Recorded {
  readonly detected: readonly Anomaly[];
  readonly opened: readonly Incident[];
}

/** Anomalies, what becomes of their incidents, and the events about both: each change is one transaction, and repeating it changes nothing. */
export abstract class Findings {
  abstract record(changes: readonly Change[]): Promise<void>;
  /** Resolves incidents whose anomalies have all been clear for `quietMs` at `now`, and ends snoozes that are due. @returns how many were looked at. */
  abstract closeQuiet(now: Date, quietMs: number): Promise<number>;
  /** Looks again at open anomalies whose silence no longer holds. @returns incidents that this opened. */
  abstract releaseSilenced(now: Date): Promise<number>;
}

export interface Page<T> {
  readonly items: T[];
  readonly cursor: string | null;
}

/** The same facts for readers, newest first. */
export abstract class FindingsArchive {
  abstract anomalies(query: { open?: boolean; limit: number; cursor?: string }): Promise<Page<Anomaly>>;
  abstract incidents(query: { state?: 'open' | 'resolved'; limit: number; cursor?: string }): Promise<Page<Incident>>;
  /** @throws DomainError `not-found`. */
  abstract incident(id: string): Promise<{ incident: Incident; timeline: TimelineEntry[] }>;
  /** Drops what ended before `before`. @returns rows. */
  abstract trim(before: Date): Promise<number>;
}
