import type { Incident } from '@cloudops/contracts';
import { clock, span } from './instants.ts';

/** `is still open` or `is resolved since 12:00:05 UTC, after 2 minutes`. */
export function incidentOutcome(i: Incident, now: Date): string {
  if (i.resolvedAt === null) return `is still open (for ${span(now.getTime() - Date.parse(i.openedAt))})`;
  return `was resolved at ${clock(i.resolvedAt, now)}, after ${span(Date.parse(i.resolvedAt) - Date.parse(i.openedAt))}`;
}

/** One incident as one line. */
export function describeIncident(i: Incident, now: Date): string {
  const signals = `${i.anomalies.length} anomalous signal${i.anomalies.length === 1 ? '' : 's'}`;
  return `${i.entity.id}: ${i.title} (${i.severity}, ${signals}), opened ${clock(i.openedAt, now)}; it ${incidentOutcome(i, now)}`;
}
