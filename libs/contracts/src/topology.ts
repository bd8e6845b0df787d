import { z } from 'zod';
import { EntityRef } from './entity-ref.ts';
import { Instant } from './time.ts';

/**
 * One entity depends on another: it calls it, runs on it (pod on node, container on host) or consists of it (service of instances).
 * Trouble travels from `to` to `from`.
 */
export const TopologyEdge = z.object({
  from: EntityRef,
  to: EntityRef,
  relation: z.enum(['calls', 'runs-on', 'consists-of']),
  /** Written by an operator, seen in traces, or read off labels. */
  source: z.enum(['config', 'service-graph', 'labels']),
  lastSeen: Instant,
});
export type TopologyEdge = z.infer<typeof TopologyEdge>;
