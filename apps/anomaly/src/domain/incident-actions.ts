import type { ActOnIncident, RequestData, ResponseInput } from '@cloudops/contracts';

export type ActionAsked = RequestData<typeof ActOnIncident>;
export type ActionTaken = ResponseInput<typeof ActOnIncident>;

/** What people do about incidents: each action is one transaction with its events, and the same key changes nothing twice. */
export abstract class IncidentActions {
  /** @throws DomainError `not-found`, `stale` (with the incident as it is), or what the decision says. */
  abstract take(asked: ActionAsked, at: Date): Promise<ActionTaken>;
}
