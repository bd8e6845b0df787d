import type { Action, EntityRef, PolicyDecision } from '@cloudops/contracts';
import type { Policy, PolicyRule } from './policy.ts';
import type { RemediationLimits } from './remediation-record.ts';
import type { Runbook } from './runbook.ts';

export interface PolicyQuestion {
  readonly runbookId: string;
  readonly action: Action;
  readonly target: EntityRef;
}

/** The first rule that fits decides; where none fits, the answer is no. */
export function decidePolicy(rules: readonly PolicyRule[], question: PolicyQuestion): PolicyDecision {
  const rule = rules.find((r) => fits(r, question));
  if (rule) return { mode: rule.mode, rule: rule.id, reason: rule.reason };
  return { mode: 'refuse', rule: 'no-rule', reason: 'No policy rule covers this action; add one to allow it' };
}

/** Bounds of a remediation that `rule` decided, the policy's own where the rule has none. */
export function limitsFor(policy: Policy, rule: string, runbook: Runbook): RemediationLimits {
  const own = policy.rules.find((r) => r.id === rule);
  return {
    cooldownSeconds: own?.cooldownSeconds ?? policy.limits.cooldownSeconds,
    actionsPerHour: own?.actionsPerHour ?? policy.limits.actionsPerHour,
    atOnce: policy.limits.atOnce,
    perIncident: policy.limits.perIncident,
    groupShare: policy.limits.groupShare,
    breakerFailures: own?.breakerFailures ?? policy.limits.breakerFailures,
    breakerSeconds: policy.limits.breakerSeconds,
    actionSeconds: runbook.action.timeoutSeconds,
    verifySeconds: runbook.verify.deadlineSeconds,
    consecutive: runbook.verify.consecutive,
  };
}

function fits({ when }: PolicyRule, { runbookId, action, target }: PolicyQuestion): boolean {
  return (
    (when.environment ?? target.environment) === target.environment &&
    (when.kind ?? target.kind) === target.kind &&
    (when.target ?? action.target) === action.target &&
    (when.runbook ?? runbookId) === runbookId &&
    (when.action ?? action.kind) === action.kind
  );
}
