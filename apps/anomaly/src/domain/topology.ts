import type { TopologyEdge } from '@cloudops/contracts';

export type SeenEdge = Omit<TopologyEdge, 'source' | 'lastSeen'>;

/** Who depends on whom, by where it is known from. */
export abstract class Topology {
  /** Notes what a source shows now; what it showed before stays until it is forgotten. */
  abstract see(source: TopologyEdge['source'], edges: readonly SeenEdge[], now: Date): Promise<void>;
  /** As `see`, and what that source showed before and does not any more is gone. */
  abstract replace(source: TopologyEdge['source'], edges: readonly SeenEdge[], now: Date): Promise<void>;
  abstract list(limit: number): Promise<TopologyEdge[]>;
  /** Forgets edges that nothing has shown since `before`; those of the configuration stay. */
  abstract trim(before: Date): Promise<void>;
}
