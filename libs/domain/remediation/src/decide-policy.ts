import { EXPERIMENTAL_RUNNERS, type Action, type EntityRef, type PolicyDecision, type RunnerKind } from '@cloudops/contracts';
import type { Policy, PolicyRule } from './policy.ts';
import type { RemediationLimits } from './remediation-record.ts';
import type { Runbook } from './runbook.ts';

export interface PolicyQuestion {
  readonly runbookId: string;
  readonly action: Action;
  readonly target: EntityRef;
  /** Through which the target is reached. */
  readonly runner: RunnerKind;
}

/** The first rule that fits decides; where none fits, the answer is no. What is not proven on real targets asks a person at least. */
export function decidePolicy(rules: readonly PolicyRule[], question: PolicyQuestion): PolicyDecision {
  const rule = rules.find((r) => fits(r, question));
  if (rule?.mode === 'auto' && EXPERIMENTAL_RUNNERS.includes(question.runner)) {
    const reason = `${rule.reason}; but the runner ${question.runner} is experimental and never automatic, so a person must approve`;
    return { mode: 'approve', rule: rule.id, reason };
  }
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
