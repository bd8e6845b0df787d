import { DomainError, retryDelayMs } from '@cloudops/contracts';

/** A message is delivered this often before it goes to the dead letters. */
export const MAX_DELIVERIES = 8;

const BACKOFF = { firstMs: 500, longestMs: 60_000 };

export type DeliveryDecision = { kind: 'retry'; delayMs: number; reason: string } | { kind: 'dead-letter'; reason: string };

/**
 * What to do with a message whose handler failed on delivery number `deliveries` (from 1). A DomainError that says that repeating
 * is useless, and a schema mismatch, are given up at once. The others come again after 0.5 s doubling to 60 s, or when the
 * failure asks for it if that is later. `random` in [0, 1).
 */
export function decideDelivery(error: unknown, deliveries: number, random: number): DeliveryDecision {
  const reason = reasonOf(error);
  if (error instanceof DomainError && !error.retryable) return { kind: 'dead-letter', reason };
  if (deliveries >= MAX_DELIVERIES) return { kind: 'dead-letter', reason: `given up after ${deliveries} deliveries: ${reason}` };
  const asked = error instanceof DomainError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
  return { kind: 'retry', delayMs: Math.round(Math.max(asked, retryDelayMs(deliveries, BACKOFF, random))), reason };
}

function reasonOf(error: unknown): string {
  if (error instanceof DomainError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
