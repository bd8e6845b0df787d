import type { Point } from '@cloudops/contracts';
import { isInside, LEAST_CONSECUTIVE } from './judge.ts';
import { SYSTEM, type RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

/** How long what was verified is watched. */
export const RECURRENCE_MS = 30 * 60_000;

/**
 * Failed when a check is outside its frozen band again for as many samples in a row as success needed, within half an hour of
 * verification; settled when that time is over. Missing data is neither.
 */
export function decideRecurrence(
  state: RemediationRecord,
  points: Readonly<Record<string, readonly Point[]>>,
  now: Date,
): RemediationEvent[] {
  if (state.state !== 'verified' || state.verifiedAt === null || state.settledAt !== null) return [];
  const from = Date.parse(state.verifiedAt);
  const step = { at: now.toISOString(), by: SYSTEM };
  const needed = Math.max(LEAST_CONSECUTIVE, state.limits.consecutive);
  for (const check of state.checks) {
    const outside = longestOutside(check, points[check.anomalyId] ?? [], { from, until: from + RECURRENCE_MS });
    if (outside < needed) continue;
    const reason = `It came back within ${RECURRENCE_MS / 60_000} min: ${check.metric} was outside its band for ${outside} samples in a row`;
    return [{ type: 'failed', reason, ...step }];
  }
  if (now.getTime() < from + RECURRENCE_MS) return [];
  return [{ type: 'settled', reason: `Held for ${RECURRENCE_MS / 60_000} min after it was verified`, ...step }];
}

function longestOutside(
  check: RemediationRecord['checks'][number],
  points: readonly Point[],
  { from, until }: { from: number; until: number },
): number {
  const ordered = [...new Map(points.filter(([time]) => time > from && time <= until))].sort(([a], [b]) => a - b);
  let run = 0;
  let longest = 0;
  for (const [, value] of ordered) {
    // no value is no news, neither of trouble nor of its end
    if (value === null || !Number.isFinite(value)) continue;
    run = isInside(check, value) ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
