import { z } from 'zod';
import { Severity } from './anomaly.ts';
import { EntityRef } from './entity-ref.ts';
import { Labels } from './series.ts';
import { Instant } from './time.ts';

/**
 * Something that another judge than our detector calls trouble: an alert of Alertmanager, or the `when:` condition of a runbook.
 * Labels and annotations are somebody's text: shown as such, never instruction.
 */
export const Alert = z.object({
  /** hash(fingerprint, start): one firing, however often it is delivered. */
  id: z.string(),
  kind: z.enum(['alert', 'condition']),
  /** The same for every firing of one alert. */
  fingerprint: z.string(),
  name: z.string(),
  state: z.enum(['pending', 'firing', 'resolved']),
  severity: Severity,
  entity: EntityRef,
  labels: Labels,
  annotations: Labels,
  startsAt: Instant,
  endsAt: Instant.nullable(),
  /** Where its expression can be looked at. */
  generatorUrl: z.string().nullable(),
  /** Who said so: `alertmanager:<key id>` or `runbook:<id>`. */
  source: z.string(),
  /** Alerts of the same group that the sender left out. */
  truncatedAlerts: z.number().int().nonnegative(),
  /** Which silence keeps it out of incidents, and why. */
  silence: z.object({ id: z.string(), reason: z.string() }).nullable().default(null),
});
export type Alert = z.infer<typeof Alert>;

/** An alert as part of an incident. */
export const IncidentAlert = Alert.extend({
  /** How often it fired since it was last quiet for an hour: above 1 it flaps, and the incident stays open the longer. */
  firings: z.number().int().positive(),
});
export type IncidentAlert = z.infer<typeof IncidentAlert>;
