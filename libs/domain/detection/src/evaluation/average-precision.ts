/**
 * Area under the precision-recall curve over points, as average precision: Σ (recall_k - recall_k-1) · precision_k over the distinct
 * scores from high to low, so that equal scores count as one threshold. 0 when nothing is labelled.
 */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<boolean>): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).toSorted((a, b) => scores[b]! - scores[a]!);
  const positives = order.reduce((sum, i) => sum + Number(labels[i]), 0);
  let area = 0;
  let hits = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    const before = hits;
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++) hits += Number(labels[order[to]!]);
    area += ((hits - before) / positives) * (hits / to);
  }
  return positives > 0 ? area : 0;
}
