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
      /** Where a person split it off another incident. */
      readonly splitFrom?: { readonly incident: Incident; readonly id: string; readonly by: string; readonly why: string };
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
  | ReshapedEvent
  /** The snooze is over. */
  | { readonly type: 'woke'; readonly at: string; readonly reason: string };

/** A person made one incident of two, or two of one; `why` is in their words. */
type ReshapedEvent = { readonly by: string; readonly why: string; readonly at: string; readonly reason: string } & (
  | { readonly type: 'merged'; readonly into: Pick<Incident, 'id' | 'title'> }
  | { readonly type: 'took-over'; readonly from: Incident }
  | { readonly type: 'parted'; readonly into: string; readonly leaving: Pick<Incident, 'anomalies' | 'alerts'> }
);

/** A verdict always has a reason, also when nothing follows. */
export interface Verdict {
  readonly events: readonly IncidentEvent[];
  readonly reason: string;
}
