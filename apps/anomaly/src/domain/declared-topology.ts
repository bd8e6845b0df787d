import type { SeenEdge } from './topology.ts';

/** Edges that an operator wrote down. */
export abstract class DeclaredTopology {
  /** `undefined` when nothing changed since the last call, or what is written is faulty: then what was good stays. */
  abstract changed(): Promise<readonly SeenEdge[] | undefined>;
}
