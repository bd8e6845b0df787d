import type { Alert, EntityRef } from '@cloudops/contracts';

/** The latest firing of every alert and condition, and what becomes of incidents by them. */
export abstract class Alerts {
  /** Of whom an alert of that fingerprint spoke before. */
  abstract entityOf(fingerprint: string): Promise<EntityRef | undefined>;
  /** Records what was told in one transaction with what follows; the same event twice changes nothing. */
  abstract record(alert: Alert, event: { readonly id: string }, now: Date): Promise<void>;
  /** Ends alerts that were not heard of since `before`: their sender is gone. @returns how many. */
  abstract giveUp(before: Date, now: Date): Promise<number>;
  /** Alerts whose silence is over come into incidents after all. @returns how many were looked at. */
  abstract release(now: Date): Promise<number>;
  abstract list(query: { firing?: boolean; limit: number }): Promise<Alert[]>;
  /** Drops what ended before `before`. */
  abstract trim(before: Date): Promise<void>;
}
