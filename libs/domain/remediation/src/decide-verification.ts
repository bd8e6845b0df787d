import type { Point, VerificationCheck } from '@cloudops/contracts';
import { judge } from './judge.ts';
import { SYSTEM, type RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

/** Verified when every check holds at once on samples from before the deadline; failed when the deadline passes first. */
export function decideVerification(
  state: RemediationRecord,
  points: Readonly<Record<string, readonly Point[]>>,
  now: Date,
): RemediationEvent[] {
  if (state.state !== 'verifying' || state.finishedAt === null) return [];
  const finishedAt = new Date(state.finishedAt);
  const until = verificationDeadline(state, finishedAt);
  const { consecutive } = state.limits;
  const judged = state.checks.map((c) => judge(c, points[c.anomalyId] ?? [], finishedAt, { until, consecutive }));
  const checks = judged.map((j) => j.check);
  const step = { at: now.toISOString(), by: SYSTEM };
  const progress: RemediationEvent[] = same(checks, state.checks) ? [] : [{ type: 'progressed', checks, reason: state.reason, ...step }];
  if (judged.length > 0 && judged.every((j) => j.satisfied)) {
    return [...progress, { type: 'verified', reason: `Back inside the band frozen at onset: ${summary(checks)}`, ...step }];
  }
  if (now.getTime() < until.getTime()) return progress;
  const missing = judged.filter((j) => !j.satisfied).map((j) => j.check);
  const reason = `Not back within ${state.limits.verifySeconds} s of the action: ${summary(missing)}`;
  return [...progress, { type: 'failed', reason, ...step }];
}

export const verificationDeadline = ({ limits }: RemediationRecord, finishedAt: Date): Date =>
  new Date(finishedAt.getTime() + limits.verifySeconds * 1000);

const same = (a: readonly VerificationCheck[], b: readonly VerificationCheck[]): boolean =>
  a.every((c, i) => c.seen === b[i]?.seen && c.inside === b[i]?.inside);

const summary = (checks: readonly VerificationCheck[]): string =>
  checks
    .map((c) =>
      c.seen === 0 ? `${c.metric} has no samples after the action` : `${c.metric} ${c.inside} of ${c.seen} latest samples in a row`,
    )
    .join('; ');
