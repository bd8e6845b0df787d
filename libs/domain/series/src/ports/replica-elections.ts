import type { ElectedReplica } from '../replica-election.ts';

/** Which replica of each cluster is listened to, for all processes. */
export abstract class ReplicaElections {
  /** Elects the candidate if it is elected already or the elected one was silent for `FAILOVER_MS`; returns who is elected now. */
  abstract stand(source: string, cluster: string, candidate: ElectedReplica): Promise<ElectedReplica>;
  /** Forgets clusters that were silent since `before` (ms). */
  abstract expire(before: number): Promise<void>;
}
