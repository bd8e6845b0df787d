import { type Anomaly, type Cause, type CauseEvidence, entityKey } from '@cloudops/contracts';
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

/**
 * Suspects of an incident, likeliest first: how surprising the excursion is (logarithm of its score), weighed by how early it
 * began and by whether it is a golden signal; where calls are known, by the blame that reaches its entity from the symptom; and up to twice
 * as heavy the sooner it followed a change of its entity. Ties keep the earlier onset, then the id, so that the order never depends on arrival.
 */
export function rankCauses(anomalies: readonly Anomaly[], surroundings?: Surroundings): Cause[] {
  const first = Math.min(...anomalies.map((a) => Date.parse(a.onsetAt)));
  const weighed = anomalies.map((anomaly) => {
    const lateMs = Date.parse(anomaly.onsetAt) - first;
    const golden = anomaly.signal === 'other' ? 1 : GOLDEN_WEIGHT;
    return { anomaly, lateMs, weight: Math.log1p(anomaly.anomaly_score) * golden * 0.5 ** (lateMs / HALF_LIFE_MS) };
  });
  const blames = surroundings && blamesOf(weighed, surroundings);
  return weighed
    .map(({ anomaly, lateMs, weight }) => {
      const blame = blames?.get(entityKey(anomaly.entity));
      const change = surroundings && latestChange(surroundings.changes, anomaly);
      const reached = blames ? UNREACHED + (1 - UNREACHED) * (blame?.share ?? 0) : 1;
      return {
        anomaly,
        lateMs,
        score: weight * reached * (change?.factor ?? 1),
        evidence: evidenceOf(anomaly, lateMs, blame, change?.evidence),
      };
    })
    .sort((a, b) => b.score - a.score || a.lateMs - b.lateMs || (a.anomaly.id < b.anomaly.id ? -1 : 1))
    .slice(0, MAX_CAUSES)
    .map(({ anomaly, score, evidence }, i) => ({
      rank: i + 1,
      entity: anomaly.entity,
      metric: anomaly.series.name,
      anomalyId: anomaly.id,
      score,
      reason: evidence.map(describeEvidence).join('; '),
      evidence,
    }));
}

/** Blame by entity; what an entity lost is not known here, so its heaviest anomaly stands for it. Nothing where no calls are known. */
function blamesOf(
  weighed: readonly { anomaly: Anomaly; weight: number }[],
  { symptom, calls }: Surroundings,
): Map<string, Blame> | undefined {
  if (calls.length === 0) return undefined;
  const losses = new Map<string, number>();
  for (const { anomaly, weight } of weighed) {
    const key = entityKey(anomaly.entity);
    losses.set(key, Math.max(weight, losses.get(key) ?? 0));
  }
  const edges = calls.map(({ caller, callee }) => ({ caller: entityKey(caller), callee: entityKey(callee) }));
  return attributeBlame(entityKey(symptom), losses, edges);
}

function evidenceOf(anomaly: Anomaly, lateMs: number, blame: Blame | undefined, changed: CauseEvidence | undefined): CauseEvidence[] {
  const left: CauseEvidence = {
    type: 'left-band',
    metric: anomaly.series.name,
    since: anomaly.onsetAt,
    lateMs,
    timesNormal: anomaly.anomaly_score,
  };
  const called: CauseEvidence[] = blame?.from ? [{ type: 'called-by', ...blame.from, callee: entityKey(anomaly.entity) }] : [];
  return [left, ...called, ...(changed ? [changed] : [])];
}
