import type { Anomaly } from '@cloudops/contracts';

/** What was found before, for those who compare. */
export abstract class PastAnomalies {
  /** @throws DomainError `not-found`. */
  abstract find(id: string): Promise<Anomaly>;
  /** Anomalies of the same metric family of the same entity that began before it, newest first, a bounded number. */
  abstract before(anomaly: Anomaly): Promise<Anomaly[]>;
  /** Ids of the incidents of one entity that these anomalies were part of, by anomaly id. */
  abstract incidentsOf(entity: Anomaly['entity'], anomalyIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
