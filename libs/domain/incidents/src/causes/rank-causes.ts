import { type Anomaly, type Cause, type CauseEvidence, entityKey, type IncidentAlert, type Severity } from '@cloudops/contracts';
import { attributeBlame, type Blame } from './attribute-blame.ts';
import { latestChange } from './latest-change.ts';
import { describeEvidence } from './describe-evidence.ts';
import type { Surroundings } from './surroundings.ts';

/** A later onset halves a suspect's weight every so many ms: causes come before their effects. */
const HALF_LIFE_MS = 30_000;
const GOLDEN_WEIGHT = 1.5;
/** What a suspect's weight keeps where no blame came: the calls that are known may not be all. */
const UNREACHED = 0.1;
const MAX_CAUSES = 10;
/** An alert has no score: how far out an anomaly of its severity usually is. */
const SCORE_OF_ALERT: Record<Severity, number> = { low: 1, medium: 2, high: 4, critical: 8 };

interface Suspect extends Pick<Cause, 'entity' | 'metric' | 'anomalyId'> {
  readonly onsetAt: string;
  readonly surprise: number;
  readonly evidence: (lateMs: number) => CauseEvidence;
}

/**
 * Suspects of an incident, likeliest first: how surprising the excursion is (logarithm of its score), weighed by how early it
 * began and by whether it is a golden signal; where calls are known, by the blame that reaches its entity from the symptom; and up to twice
 * as heavy the sooner it followed a change of its entity. Ties keep the earlier onset, then the id, so that the order never depends on arrival.
 */
export function rankCauses(anomalies: readonly Anomaly[], surroundings?: Surroundings, alerts: readonly IncidentAlert[] = []): Cause[] {
  const suspects = [...anomalies.map(suspectedAnomaly), ...alerts.map(suspectedAlert)];
  const first = Math.min(...suspects.map((s) => Date.parse(s.onsetAt)));
  const weighed = suspects.map((suspect) => {
    const lateMs = Date.parse(suspect.onsetAt) - first;
    return { suspect, lateMs, weight: suspect.surprise * 0.5 ** (lateMs / HALF_LIFE_MS) };
  });
  const blames = surroundings && blamesOf(weighed, surroundings);
  return weighed
    .map(({ suspect, lateMs, weight }) => {
      const blame = blames?.get(entityKey(suspect.entity));
      const change = surroundings && latestChange(surroundings.changes, suspect);
      const reached = blames ? UNREACHED + (1 - UNREACHED) * (blame?.share ?? 0) : 1;
      const called: CauseEvidence[] = blame?.from ? [{ type: 'called-by', ...blame.from, callee: entityKey(suspect.entity) }] : [];
      const evidence = [suspect.evidence(lateMs), ...called, ...(change ? [change.evidence] : [])];
      return { suspect, lateMs, score: weight * reached * (change?.factor ?? 1), evidence };
    })
    .sort((a, b) => b.score - a.score || a.lateMs - b.lateMs || (a.suspect.anomalyId < b.suspect.anomalyId ? -1 : 1))
    .slice(0, MAX_CAUSES)
    .map(({ suspect: { entity, metric, anomalyId }, score, evidence }, i) => ({
      ...{ rank: i + 1, entity, metric, anomalyId, score },
      reason: evidence.map(describeEvidence).join('; '),
      evidence,
    }));
}

function suspectedAnomaly({ id, entity, series, signal, onsetAt, anomaly_score }: Anomaly): Suspect {
  const surprise = Math.log1p(anomaly_score) * (signal === 'other' ? 1 : GOLDEN_WEIGHT);
  const evidence = (lateMs: number): CauseEvidence => {
    return { type: 'left-band', metric: series.name, since: onsetAt, lateMs, timesNormal: anomaly_score };
  };
  return { anomalyId: id, entity, metric: series.name, onsetAt, surprise, evidence };
}

function suspectedAlert({ id, entity, name, severity, startsAt }: IncidentAlert): Suspect {
  const surprise = Math.log1p(SCORE_OF_ALERT[severity]) * GOLDEN_WEIGHT;
  const evidence = (lateMs: number): CauseEvidence => ({ type: 'alert-fired', name, since: startsAt, lateMs });
  return { anomalyId: id, entity, metric: name, onsetAt: startsAt, surprise, evidence };
}

/** Blame by entity; what an entity lost is not known here, so its heaviest suspect stands for it. Nothing where no calls are known. */
function blamesOf(
  weighed: readonly { suspect: Suspect; weight: number }[],
  { symptom, calls }: Surroundings,
): Map<string, Blame> | undefined {
  if (calls.length === 0) return undefined;
  const losses = new Map<string, number>();
  for (const { suspect, weight } of weighed) {
    const key = entityKey(suspect.entity);
    losses.set(key, Math.max(weight, losses.get(key) ?? 0));
  }
  const edges = calls.map(({ caller, callee }) => ({ caller: entityKey(caller), callee: entityKey(callee) }));
  return attributeBlame(entityKey(symptom), losses, edges);
}
