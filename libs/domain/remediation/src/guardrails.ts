import type { RemediationLimits } from './remediation-record.ts';

/** What the ledger of actions says at one moment, read under a lock that every starting action takes. */
export interface ActionFacts {
  readonly killSwitch: { readonly engaged: boolean; readonly reason: string };
  /** Another remediation that holds the same target. */
  readonly holder: string | null;
  /** When the last action on this target ended or, if it has not, began. */
  readonly lastActionOnTarget: Date | null;
  /** Actions that started within the last hour, over all targets. */
  readonly actionsLastHour: number;
}

export type GuardVerdict =
  | { readonly allowed: true; readonly reason: string }
  /** `final`: waiting does not help; otherwise the action may start later. */
  | {
      readonly allowed: false;
      readonly rule: 'kill-switch' | 'mutex' | 'cooldown' | 'rate';
      readonly final: boolean;
      readonly reason: string;
    };

/** Whether an approved action may start now; the reason names the rule and what would have to change. */
export function guard(facts: ActionFacts, limits: RemediationLimits, now: Date): GuardVerdict {
  if (facts.killSwitch.engaged) {
    return { allowed: false, rule: 'kill-switch', final: true, reason: `The kill switch is engaged: ${facts.killSwitch.reason}` };
  }
  if (facts.holder !== null) {
    return { allowed: false, rule: 'mutex', final: false, reason: `Waits for ${facts.holder}, which holds the same target` };
  }
  const freeAt = facts.lastActionOnTarget === null ? 0 : facts.lastActionOnTarget.getTime() + limits.cooldownSeconds * 1000;
  if (freeAt > now.getTime()) {
    const until = new Date(freeAt).toISOString();
    return {
      allowed: false,
      rule: 'cooldown',
      final: false,
      reason: `Cooldown of ${limits.cooldownSeconds} s on this target lasts until ${until}`,
    };
  }
  if (facts.actionsLastHour >= limits.actionsPerHour) {
    return {
      allowed: false,
      rule: 'rate',
      final: false,
      reason: `${facts.actionsLastHour} actions started within the hour; the limit is ${limits.actionsPerHour}`,
    };
  }
  return { allowed: true, reason: 'No guardrail objects' };
}
