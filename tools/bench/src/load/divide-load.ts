/** Series that travel together, and how many samples of each one request brings. */
export interface Division {
  readonly seriesPerRequest: number;
  readonly samplesPerSeries: number;
}

/**
 * Requests of about the same size and, where there are series enough, of one sample a series, as a sender makes them that keeps up: a small one has
 * fewer requests under way at a time, not several samples of a series in each. So a curve over series shows what series cost, not the shape of requests.
 */
export function divideLoad(plan: { series: number; samplesPerRequest: number; rounds: number }): Division {
  const requests = Math.max(1, Math.round(plan.series / plan.samplesPerRequest));
  const seriesPerRequest = Math.ceil(plan.series / requests);
  return { seriesPerRequest, samplesPerSeries: Math.min(plan.rounds, Math.max(1, Math.round(plan.samplesPerRequest / seriesPerRequest))) };
}
