import type { Point, VerificationCheck } from '@cloudops/contracts';
import { judge } from './judge.ts';
import { SYSTEM, type RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

/**
 * Verified when every check holds at once on samples from before the deadline. When the deadline passes first it is undone where
 * that is possible, and failed otherwise. A shadow, for which nothing was done, is held to the same criterion.
 */
export function decideVerification(
  state: RemediationRecord,
  points: Readonly<Record<string, readonly Point[]>>,
  now: Date,
): RemediationEvent[] {
  const since = judgedSince(state);
  if (since === undefined) return [];
  const until = verificationDeadline(state, since);
  const { consecutive } = state.limits;
  const judged = state.checks.map((c) => judge(c, points[c.anomalyId] ?? [], since, { until, consecutive }));
  const checks = judged.map((j) => j.check);
  const step = { at: now.toISOString(), by: SYSTEM };
  const progress: RemediationEvent[] = same(checks, state.checks) ? [] : [{ type: 'progressed', checks, reason: state.reason, ...step }];
  const shadow = state.state === 'shadowing';
  if (judged.length > 0 && judged.every((j) => j.satisfied)) {
    const how = `inside the band frozen at onset: ${summary(checks)}`;
    return shadow
      ? [...progress, { type: 'shadowed', recoveredAlone: true, reason: `Came back by itself, ${how}`, ...step }]
      : [...progress, { type: 'verified', reason: `Back ${how}`, ...step }];
  }
  if (now.getTime() < until.getTime()) return progress;
  const missing = summary(judged.filter((j) => !j.satisfied).map((j) => j.check));
  if (shadow) {
    const reason = `Did not come back by itself within ${state.limits.verifySeconds} s: ${missing}`;
    return [...progress, { type: 'shadowed', recoveredAlone: false, reason, ...step }];
  }
  const reason = `Not back within ${state.limits.verifySeconds} s of the action: ${missing}`;
  const undo = state.dryRun?.reversible === true ? state.dryRun.rollback : null;
  if (undo === null) return [...progress, { type: 'failed', reason, ...step }];
  return [...progress, { type: 'rolling-back', reason: `${reason}; it is undone: ${undo}`, ...step }];
}

/** From when on samples count: the end of the action, or of the decision not to act; `undefined` while nothing is to be judged. */
export function judgedSince({ state, finishedAt, history }: RemediationRecord): Date | undefined {
  if (state === 'verifying' && finishedAt !== null) return new Date(finishedAt);
  const shadow = state === 'shadowing' ? history.find((h) => h.state === 'shadowing') : undefined;
  return shadow && new Date(shadow.at);
}

export const verificationDeadline = ({ limits }: RemediationRecord, since: Date): Date =>
  new Date(since.getTime() + limits.verifySeconds * 1000);

const same = (a: readonly VerificationCheck[], b: readonly VerificationCheck[]): boolean =>
  a.every((c, i) => c.seen === b[i]?.seen && c.inside === b[i]?.inside);

const summary = (checks: readonly VerificationCheck[]): string =>
  checks
    .map((c) =>
      c.seen === 0 ? `${c.metric} has no samples after the action` : `${c.metric} ${c.inside} of ${c.seen} latest samples in a row`,
    )
    .join('; ');
