import type { ActionKind, Remediation } from '@cloudops/contracts';
import { clock } from './instants.ts';

/** Who let it happen: the policy rule, and the person where policy asked for one. */
export function approval(r: Remediation): string {
  const rule = `policy rule "${r.policy.rule}" (${r.policy.reason})`;
  const by = r.approvedBy;
  if (by !== null && by.role !== 'system' && by.id !== 'policy') return `approved by ${by.id} (${by.role}), as ${rule} requires`;
  if (by !== null || r.policy.mode === 'auto') return `approved automatically by ${rule}`;
  if (r.policy.mode === 'approve') return `${rule} asks a person to approve it`;
  return `${rule} decided: ${r.policy.mode}`;
}

const ACTED: Readonly<Record<ActionKind, { readonly past: string; readonly future: string }>> = {
  'restart-workload': { past: 'was restarted', future: 'restart' },
  'scale-workload': { past: 'was scaled', future: 'scale' },
  'run-document': { past: 'had its document run', future: 'run a document on' },
  'reboot-instance': { past: 'was rebooted', future: 'reboot' },
  'start-instance': { past: 'was started', future: 'start' },
  'cancel-session': { past: 'had its longest session cancelled', future: 'cancel the longest session of' },
  'clean-disk': { past: 'had its disk cleaned up', future: 'clean up the disk of' },
  'call-webhook': { past: 'had its webhook called', future: 'call the webhook of' },
  'watch-closely': { past: 'was watched more closely', future: 'watch more closely' },
};

/** `the workload drill-workload was restarted at 12:00:05 UTC` when that is what happened, else what did not. */
export function deed(r: Remediation, now: Date): string {
  const what = `The ${r.target.kind} ${r.target.id}`;
  const { past, future } = ACTED[r.action.kind];
  const at = r.finishedAt ?? r.startedAt;
  switch (r.state) {
    case 'verifying':
    case 'verified':
    case 'rolled-back':
      return `${what} ${past}${at === null ? '' : ` at ${clock(at, now)}`}`;
    case 'failed':
      return r.finishedAt === null ? `${what} was not successfully acted on` : `${what} ${past} at ${clock(r.finishedAt, now)}`;
    case 'unknown':
      return `Whether ${what.toLowerCase()} ${past} is unknown`;
    case 'leased':
    case 'intent-committed':
    case 'acting':
      return `I am about to ${future} ${r.target.id}`;
    case 'suggested':
      return `Nothing was changed: this was a dry run that would ${future} ${r.target.id}`;
    default:
      return `${what} was not touched`;
  }
}

/** How the check against the frozen bands went. */
export function verification(r: Remediation, now: Date): string {
  const inside = r.checks.map((c) => `${c.metric}: the latest ${c.inside} of ${c.seen} samples inside the expected band`).join('; ');
  const detail = inside === '' ? '' : ` (${inside})`;
  if (r.state === 'verified')
    return `The fix was verified${r.verifiedAt === null ? '' : ` at ${clock(r.verifiedAt, now)}`}: the signals returned into their expected bands and stayed there${detail}.`;
  if (r.state === 'verifying') return `The fix is being verified now${detail}.`;
  return `It is ${r.state}: ${r.reason}${r.escalated ? '; it was escalated to a person' : ''}.`;
}

/** One remediation as one line. */
export function describeRemediation(r: Remediation, now: Date): string {
  return `${r.action.kind} of ${r.target.id} by runbook ${r.runbook.id} v${r.runbook.version}: ${r.state} (${r.reason}); ${approval(r)}; proposed ${clock(r.proposedAt, now)}`;
}
