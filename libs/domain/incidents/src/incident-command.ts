import type { Anomaly } from '@cloudops/contracts';

/** Something happened to one anomaly of an entity, or time went by. Times are ISO instants. */
export type IncidentCommand =
  | {
      readonly type: 'anomaly-observed';
      readonly anomaly: Anomaly;
      /** Whether it has lasted long enough to be more than a hiccup. */
      readonly sustained: boolean;
      /** Other anomalies of the same entity that are open now. */
      readonly others: readonly Anomaly[];
      /** The entity's latest resolved incident, if any. */
      readonly previous: RecentIncident | undefined;
      readonly at: string;
    }
  | { readonly type: 'anomaly-cleared'; readonly anomaly: Anomaly; readonly at: string }
  | { readonly type: 'time-passed'; readonly at: string; readonly quietMs: number };

/** What damping needs to know of an incident that is over. */
export interface RecentIncident {
  readonly resolvedAt: string;
  readonly metrics: readonly string[];
}
