import type { NamedCondition } from '@cloudops/domain-incidents';

/** The conditions that runbooks name now. */
export abstract class RunbookConditions {
  /** @throws DomainError when remediation cannot be asked and never could. */
  abstract all(): Promise<readonly NamedCondition[]>;
}
