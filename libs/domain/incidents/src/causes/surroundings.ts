import type { EntityRef } from '@cloudops/contracts';

/** What is known around an incident beside its anomalies. */
export interface Surroundings {
  /** Where the incident shows. */
  readonly symptom: EntityRef;
  readonly calls: readonly { readonly caller: EntityRef; readonly callee: EntityRef }[];
  readonly changes: readonly Change[];
}

/** Somebody changed an entity: a deployment, a setting. */
export interface Change {
  readonly entity: EntityRef;
  /** ISO 8601. */
  readonly at: string;
  readonly what: string;
}
