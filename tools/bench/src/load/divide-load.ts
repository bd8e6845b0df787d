/** Series that travel together, and how many samples of each one request brings. */
export interface Division {
  readonly seriesPerRequest: number;
  readonly samplesPerSeries: number;
}

/**
 * Requests of about the same size, whatever the number of series, and as many for each connection: where a connection has fewer series
 * than a request has samples, a request holds some samples of each, as of a sender that catches up. So a curve over series shows what
 * series cost, not what small requests do.
 */
export function divideLoad(plan: { series: number; connections: number; samplesPerRequest: number; rounds: number }): Division {
  const ofConnection = Math.ceil(plan.series / plan.connections);
  const requests = Math.max(1, Math.round(ofConnection / plan.samplesPerRequest));
  const seriesPerRequest = Math.ceil(ofConnection / requests);
  return { seriesPerRequest, samplesPerSeries: Math.min(plan.rounds, Math.max(1, Math.round(plan.samplesPerRequest / seriesPerRequest))) };
}
