import type { Anomaly } from '@cloudops/contracts';

/** What became of an entity's incident. */
export type IncidentEvent =
  | { readonly type: 'opened'; readonly anomalies: readonly Anomaly[]; readonly at: string; readonly reason: string }
  | { readonly type: 'joined' | 'grew' | 'anomaly-cleared'; readonly anomaly: Anomaly; readonly at: string; readonly reason: string }
  | { readonly type: 'resolved'; readonly at: string; readonly reason: string };

/** A verdict always has a reason, also when nothing follows. */
export interface Verdict {
  readonly events: readonly IncidentEvent[];
  readonly reason: string;
}
