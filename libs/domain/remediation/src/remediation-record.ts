import type { Remediation } from '@cloudops/contracts';

/** Bounds that policy and runbook gave one remediation when it was proposed; later edits of the files do not loosen them. */
export interface RemediationLimits {
  /** Seconds between the end of one action on a target and the start of the next. */
  readonly cooldownSeconds: number;
  /** Actions that may start within any hour, over all targets. */
  readonly actionsPerHour: number;
  /** Actions that may hold a target at the same time, over all targets. */
  readonly atOnce: number;
  /** Actions that one incident may get in all. */
  readonly perIncident: number;
  /** Share of a group, 0 to 1, that may be in an action at the same time; one member always may. */
  readonly groupShare: number;
  /** Failures in a row, of a target or a runbook, that stop what no person approved; 0 turns it off. */
  readonly breakerFailures: number;
  /** Seconds that they stop it, from the last failure on. */
  readonly breakerSeconds: number;
  /** Seconds the executor has from the committed intent to a known outcome. */
  readonly actionSeconds: number;
  /** Seconds after the action within which every check must hold. */
  readonly verifySeconds: number;
  /** Samples in a row, the latest ones, that must be inside; at least 5. */
  readonly consecutive: number;
}

/** The stored form of a remediation: what everybody may read, plus the bounds it was proposed under. */
export type RemediationRecord = Remediation & { readonly limits: RemediationLimits };
