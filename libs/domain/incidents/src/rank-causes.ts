import type { Anomaly, Cause } from '@cloudops/contracts';

/** A later onset halves a suspect's weight every so many ms: causes come before their effects. */
const HALF_LIFE_MS = 30_000;
const GOLDEN_WEIGHT = 1.5;
const MAX_CAUSES = 10;

/**
 * Suspects of an incident, likeliest first: how surprising the excursion is (logarithm of its score), weighed by how early it
 * began and by whether it is a golden signal. Ties keep the earlier onset, then the id, so that the order never depends on arrival.
 */
export function rankCauses(anomalies: readonly Anomaly[]): Cause[] {
  const first = Math.min(...anomalies.map((a) => Date.parse(a.onsetAt)));
  return anomalies
    .map((anomaly) => {
      const lateMs = Date.parse(anomaly.onsetAt) - first;
      const golden = anomaly.signal === 'other' ? 1 : GOLDEN_WEIGHT;
      return { anomaly, lateMs, score: Math.log1p(anomaly.anomaly_score) * golden * 0.5 ** (lateMs / HALF_LIFE_MS) };
    })
    .sort((a, b) => b.score - a.score || a.lateMs - b.lateMs || (a.anomaly.id < b.anomaly.id ? -1 : 1))
    .slice(0, MAX_CAUSES)
    .map(({ anomaly, lateMs, score }, i) => ({
      rank: i + 1,
      entity: anomaly.entity,
      metric: anomaly.series.name,
      anomalyId: anomaly.id,
      score,
      reason: `${lateMs === 0 ? 'first to leave its band' : `left its band ${(lateMs / 1000).toFixed(0)} s after the first`}, ${anomaly.anomaly_score.toFixed(1)} times as far out as is normal`,
    }));
}
