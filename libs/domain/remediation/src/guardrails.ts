import type { RemediationLimits } from './remediation-record.ts';

/** What is around a starting action, from inventory and policy as they are now. */
export interface StartScope {
  /** Inventory ids of the target's group, itself included; empty without a group. */
  readonly group: readonly string[];
  /** Inventory ids that the target needs. */
  readonly dependsOn: readonly string[];
  /** Why policy wants nothing done now; null when it does not mind. */
  readonly freeze: string | null;
}

/** Failures in a row, since the last action that was verified and within a day. */
export interface Streak {
  readonly failures: number;
  readonly lastAt: Date | null;
}

/** What the ledger of actions says at one moment, read under a lock that every starting action takes. */
export interface ActionFacts {
  readonly killSwitch: { readonly engaged: boolean; readonly reason: string };
  /** Another remediation that holds the same target. */
  readonly holder: string | null;
  /** Another remediation for the same root cause that is under way, or ended within the cooldown; null without a known cause. */
  readonly forSameCause: string | null;
  /** When the last action on this target ended or, if it has not, began. */
  readonly lastActionOnTarget: Date | null;
  /** Actions that started within the last hour, over all targets. */
  readonly actionsLastHour: number;
  /** Actions that hold a target now, over all targets. */
  readonly inFlight: number;
  /** Actions that ever started for the same incident. */
  readonly actionsForIncident: number;
  /** Other members of the group, and dependencies, that an action holds now. */
  readonly busyInGroup: readonly string[];
  readonly busyDependencies: readonly string[];
  readonly onTarget: Streak;
  readonly ofRunbook: Streak;
}

export type GuardRule =
  | 'kill-switch'
  | 'freeze'
  | 'mutex'
  | 'root-cause'
  | 'dependency'
  | 'cooldown'
  | 'rate'
  | 'at-once'
  | 'blast-radius'
  | 'incident-budget'
  | 'circuit-breaker';

export type GuardVerdict =
  | { readonly allowed: true; readonly reason: string }
  /** `final`: waiting does not help; otherwise the action may start later. */
  | { readonly allowed: false; readonly rule: GuardRule; readonly final: boolean; readonly reason: string };

export interface GuardQuestion {
  readonly facts: ActionFacts;
  readonly scope: StartScope;
  readonly limits: RemediationLimits;
  /** A person approved it, and so knows of what an open circuit breaker would keep from happening again. */
  readonly byPerson: boolean;
}

type Objection = Extract<GuardVerdict, { allowed: false }> | undefined;

/** Whether an approved action may start now; the reason names the rule and what would have to change. The first that objects speaks. */
export function guard(question: GuardQuestion, now: Date): GuardVerdict {
  for (const rule of RULES) {
    const objection = rule(question, now);
    if (objection) return objection;
  }
  return { allowed: true, reason: 'No guardrail objects' };
}

const wait = (rule: GuardRule, reason: string): Objection => ({ allowed: false, rule, final: false, reason });
const never = (rule: GuardRule, reason: string): Objection => ({ allowed: false, rule, final: true, reason });

const killSwitch = ({ facts }: GuardQuestion): Objection =>
  facts.killSwitch.engaged ? never('kill-switch', `The kill switch is engaged: ${facts.killSwitch.reason}`) : undefined;

const freeze = ({ scope }: GuardQuestion): Objection => (scope.freeze === null ? undefined : wait('freeze', scope.freeze));

const mutex = ({ facts }: GuardQuestion): Objection =>
  facts.holder === null ? undefined : wait('mutex', `Waits for ${facts.holder}, which holds the same target`);

const rootCause = ({ facts }: GuardQuestion): Objection =>
  facts.forSameCause === null
    ? undefined
    : wait(
        'root-cause',
        `Waits for what ${facts.forSameCause}, which is for the same root cause, does; one cause gets one action at a time`,
      );

const dependency = ({ facts }: GuardQuestion): Objection =>
  facts.busyDependencies.length === 0
    ? undefined
    : wait('dependency', `Waits until nothing is done to ${facts.busyDependencies.join(', ')}, which it needs`);

function cooldown({ facts, limits }: GuardQuestion, now: Date): Objection {
  const freeAt = facts.lastActionOnTarget === null ? 0 : facts.lastActionOnTarget.getTime() + limits.cooldownSeconds * 1000;
  if (freeAt <= now.getTime()) return undefined;
  return wait('cooldown', `Cooldown of ${limits.cooldownSeconds} s on this target lasts until ${new Date(freeAt).toISOString()}`);
}

const rate = ({ facts, limits }: GuardQuestion): Objection =>
  facts.actionsLastHour < limits.actionsPerHour
    ? undefined
    : wait('rate', `${facts.actionsLastHour} actions started within the hour; the limit is ${limits.actionsPerHour} (actionsPerHour)`);

const atOnce = ({ facts, limits }: GuardQuestion): Objection =>
  facts.inFlight < limits.atOnce
    ? undefined
    : wait('at-once', `${facts.inFlight} actions are under way or being verified; the limit is ${limits.atOnce} (atOnce)`);

/** At least one member may always be acted on: a group of two must not be beyond help. */
function blastRadius({ facts, scope, limits }: GuardQuestion): Objection {
  const most = Math.max(1, Math.floor(scope.group.length * limits.groupShare));
  if (scope.group.length === 0 || facts.busyInGroup.length < most) return undefined;
  return wait(
    'blast-radius',
    `${facts.busyInGroup.join(', ')} of the same group of ${scope.group.length} is in an action; at most ${most} may be (groupShare ${limits.groupShare})`,
  );
}

const incidentBudget = ({ facts, limits }: GuardQuestion): Objection =>
  facts.actionsForIncident < limits.perIncident
    ? undefined
    : never(
        'incident-budget',
        `${facts.actionsForIncident} actions were already taken for this incident; the limit is ${limits.perIncident} (perIncident): a person must look`,
      );

function circuitBreaker({ facts, limits, byPerson }: GuardQuestion, now: Date): Objection {
  if (byPerson || limits.breakerFailures === 0) return undefined;
  for (const [what, { failures, lastAt }] of [
    ['this target', facts.onTarget],
    ['this runbook', facts.ofRunbook],
  ] as const) {
    const closesAt = (lastAt?.getTime() ?? 0) + limits.breakerSeconds * 1000;
    if (failures < limits.breakerFailures || closesAt <= now.getTime()) continue;
    const until = new Date(closesAt).toISOString();
    return wait(
      'circuit-breaker',
      `The last ${failures} actions of ${what} did not help; the circuit breaker is open until ${until}, or until a person approves one`,
    );
  }
  return undefined;
}

const RULES: readonly ((question: GuardQuestion, now: Date) => Objection)[] = [
  ...[killSwitch, freeze, incidentBudget, mutex, rootCause, dependency, cooldown, rate, atOnce, blastRadius, circuitBreaker],
];
