import type { Anomaly, Cause, Incident, IncidentAlert, RelatedIncident } from '@cloudops/contracts';
import type { PersonActs } from './incident-command.ts';

/** What became of an entity's incident. */
export type IncidentEvent =
  | {
      readonly type: 'opened';
      readonly kind: Incident['kind'];
      readonly anomalies: readonly Anomaly[];
      readonly alerts: readonly IncidentAlert[];
      readonly at: string;
      readonly reason: string;
    }
  | {
      readonly type: 'joined' | 'grew' | 'anomaly-cleared' | 'anomaly-judged';
      readonly anomaly: Anomaly;
      readonly at: string;
      readonly reason: string;
    }
  | { readonly type: 'alert-fired' | 'alert-resolved'; readonly alert: IncidentAlert; readonly at: string; readonly reason: string }
  | {
      readonly type: 'reconsidered';
      readonly related: readonly RelatedIncident[];
      readonly causes: readonly Cause[];
      readonly at: string;
      readonly reason: string;
    }
  | { readonly type: 'resolved'; readonly at: string; readonly reason: string }
  | (Omit<PersonActs, 'type'> & { readonly type: 'person-acted'; readonly reason: string })
  /** The snooze is over. */
  | { readonly type: 'woke'; readonly at: string; readonly reason: string };

/** A verdict always has a reason, also when nothing follows. */
export interface Verdict {
  readonly events: readonly IncidentEvent[];
  readonly reason: string;
}
