import type { Incident } from '@cloudops/contracts';

/** An alert that flaps holds its incident open for at most this long, ms. */
const LONGEST_MS = 30 * 60_000;

/** How long an incident must be quiet before it is over, ms: doubled for every further firing of its most restless alert. */
export function quietPeriod({ alerts }: Pick<Incident, 'alerts'>, quietMs: number): number {
  const firings = Math.max(1, ...alerts.map((a) => a.firings));
  return Math.max(quietMs, Math.min(LONGEST_MS, quietMs * 2 ** (firings - 1)));
}
