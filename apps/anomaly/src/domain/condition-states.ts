import type { Alert } from '@cloudops/contracts';
import type { ConditionStep } from '@cloudops/domain-incidents';

/** Which conditions are pending or firing, for which entity, since when; a restart forgets none. */
export abstract class ConditionStates {
  abstract active(): Promise<Alert[]>;
  /** Records steps with what they make of incidents. */
  abstract settle(steps: readonly ConditionStep[], now: Date): Promise<void>;
}
