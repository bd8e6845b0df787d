import type { Anomaly } from '@cloudops/contracts';
import type { IncidentCommand } from './incident-command.ts';

/** Two signals corroborate each other when their excursions began this close together, ms. */
const WINDOW_MS = 5 * 60_000;
/** What troubled an entity this recently has to last longer before it opens the next incident, ms. */
const DAMPING_MS = 10 * 60_000;
const DAMPED_PERSISTENCE_MS = 25_000;

export interface Qualification {
  readonly opens: boolean;
  /** The anomalies that make the incident. */
  readonly anomalies: readonly Anomaly[];
  readonly reason: string;
}

type Observed = Extract<IncidentCommand, { type: 'anomaly-observed' }>;

/**
 * Whether an anomaly is reason enough for an incident: (a) a golden signal, severe and lasting; or (b) two different metrics of
 * the same entity, one of them a golden signal (of a machine or bare target: both), both at least medium and lasting, that left their bands within five minutes of each other.
 */
export function qualify({ anomaly, sustained, others, previous, at }: Observed): Qualification {
  const no = (reason: string): Qualification => ({ opens: false, anomalies: [], reason });
  if (anomaly.severity === 'low') return no('an-anomaly-alone-informs');
  if (!sustained) return no('not-lasting-yet');
  if (previous && isDamped(anomaly, previous, at)) return no('damped-after-a-recent-incident');
  const company = others.filter((o) => o.id !== anomaly.id && corroborates(o, anomaly));
  if (isGolden(anomaly) && isSevere(anomaly)) {
    return {
      opens: true,
      anomalies: [anomaly, ...company],
      reason: `golden signal: ${anomaly.signal} (${anomaly.series.name}) is ${anomaly.severity} and lasting`,
    };
  }
  const partner = company.find((o) => (isShared(anomaly) ? isGolden(o) && isGolden(anomaly) : isGolden(o) || isGolden(anomaly)));
  if (!partner) return no('an-anomaly-alone-informs');
  return {
    opens: true,
    anomalies: [anomaly, ...company],
    reason: `corroboration: ${anomaly.series.name} and ${partner.series.name} left their bands together`,
  };
}

const isGolden = (a: Anomaly): boolean => a.signal !== 'other';
/** Of hundreds of series of a machine some are odd at any hour: there both must be golden. */
const isShared = ({ entity }: Anomaly): boolean => entity.kind === 'host' || entity.kind === 'target';
const isSevere = (a: Anomaly): boolean => a.severity === 'high' || a.severity === 'critical';

const corroborates = (other: Anomaly, anomaly: Anomaly): boolean =>
  other.clearedAt === null &&
  other.severity !== 'low' &&
  family(other) !== family(anomaly) &&
  Math.abs(Date.parse(other.onsetAt) - Date.parse(anomaly.onsetAt)) <= WINDOW_MS;

/** `_sum`, `_count` and `_total` of one metric are one signal, and so is load over 1, 5 and 15 minutes: not two that corroborate each other. */
const family = (a: Anomaly): string => a.series.name.replace(/_(sum|count|total)$|(?<=^node_load)\d+$/, '');

const isDamped = (anomaly: Anomaly, previous: { resolvedAt: string; metrics: readonly string[] }, at: string): boolean =>
  previous.metrics.includes(anomaly.series.name) &&
  Date.parse(anomaly.onsetAt) - Date.parse(previous.resolvedAt) < DAMPING_MS &&
  Date.parse(at) - Date.parse(anomaly.onsetAt) < DAMPED_PERSISTENCE_MS;
