import type { MergeIncidents, RequestData, ResponseInput, SplitIncident } from '@cloudops/contracts';

export type MergeAsked = RequestData<typeof MergeIncidents>;
export type Merged = ResponseInput<typeof MergeIncidents>;
export type SplitAsked = RequestData<typeof SplitIncident>;
export type SplitOff = ResponseInput<typeof SplitIncident>;

/** Incidents that people make one of, or two of: both change in one transaction with their events, and the same key changes nothing twice. */
export abstract class IncidentShapes {
  /** @throws DomainError `not-found`, `stale` (with the incident as it is), `overloaded`, or what the decision says. */
  abstract merge(asked: MergeAsked, at: Date): Promise<Merged>;
  /** @throws DomainError as above. */
  abstract split(asked: SplitAsked, at: Date): Promise<SplitOff>;
}
