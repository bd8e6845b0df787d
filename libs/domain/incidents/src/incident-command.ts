import type { Alert, Anomaly, Cause, IncidentAction, RelatedIncident, Silence } from '@cloudops/contracts';

/** Something happened to one anomaly or alert of an entity or around it, or time went by. Times are ISO instants. */
export type IncidentCommand =
  | {
      readonly type: 'anomaly-observed';
      readonly anomaly: Anomaly;
      /** Whether it has lasted long enough to be more than a hiccup. */
      readonly sustained: boolean;
      /** Other anomalies of the same entity that are open now and have lasted as long as their signals must. */
      readonly others: readonly Anomaly[];
      /** The entity's latest resolved incident, if any. */
      readonly previous: RecentIncident | undefined;
      /** The silence that holds for this anomaly now, if any. */
      readonly silence?: Silence | undefined;
      readonly at: string;
    }
  | { readonly type: 'anomaly-cleared'; readonly anomaly: Anomaly; readonly at: string }
  | {
      readonly type: 'alert-fired';
      readonly alert: Alert;
      /** Anomalies of the same entity that are open now. */
      readonly others: readonly Anomaly[];
      readonly previous: RecentIncident | undefined;
      /** The silence that holds for this alert now, if any. */
      readonly silence?: Silence | undefined;
      readonly at: string;
    }
  | { readonly type: 'alert-resolved'; readonly alert: Alert; readonly at: string }
  /** What is known around the incident was looked at again. */
  | {
      readonly type: 'surroundings-seen';
      readonly related: readonly RelatedIncident[];
      readonly causes: readonly Cause[];
      readonly at: string;
    }
  | { readonly type: 'time-passed'; readonly at: string; readonly quietMs: number }
  /** A person said what they think of an anomaly; it is on the anomaly. */
  | { readonly type: 'anomaly-judged'; readonly anomaly: Anomaly; readonly at: string }
  | PersonActs;

export interface PersonActs {
  readonly type: 'person-acts';
  readonly action: IncidentAction;
  readonly by: string;
  readonly at: string;
}

/** What damping needs to know of an incident that is over. */
export interface RecentIncident {
  readonly resolvedAt: string;
  readonly metrics: readonly string[];
  readonly alerts: readonly { readonly fingerprint: string; readonly firings: number }[];
}
