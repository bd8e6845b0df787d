import { labelValue } from './labels.ts';
import { identifySeries, type SeriesIdentity } from './series-identity.ts';

/** A standby takes over when the elected replica was silent for this long. */
export const FAILOVER_MS = 30_000;
/** How far the stored time of the elected replica may lag behind. */
export const HEARTBEAT_MS = 1_000;
const LONGEST_NAME = 256;

export interface ElectedReplica {
  readonly replica: string;
  /** Time of its newest request, ms. */
  readonly seenAt: number;
}

/** A series of one of several Prometheus that scrape the same targets; without the replica's label it is the same for all of them. */
export interface ReplicatedSeries {
  /** Cluster and replica as one text. */
  readonly key: string;
  readonly cluster: string;
  readonly replica: string;
  readonly identity: SeriesIdentity;
}

/** Undefined when the series does not have both labels. */
export function replicatedSeries(
  { labels }: SeriesIdentity,
  names: { readonly cluster: string; readonly replica: string },
): ReplicatedSeries | undefined {
  const cluster = labelValue(labels, names.cluster);
  const replica = labelValue(labels, names.replica);
  if (cluster === undefined || replica === undefined || cluster.length > LONGEST_NAME || replica.length > LONGEST_NAME) return undefined;
  return { key: `${cluster}\n${replica}`, cluster, replica, identity: identifySeries(labels.filter(([label]) => label !== names.replica)) };
}

/** What a process that last knew `elected` does with a request of `replica`: take it, drop it, or ask for an election. */
export function judgeReplica(elected: ElectedReplica | undefined, replica: string, now: number): 'elected' | 'standby' | 'stand' {
  if (elected === undefined) return 'stand';
  const silent = now - elected.seenAt;
  if (elected.replica === replica) return silent < HEARTBEAT_MS && silent >= 0 ? 'elected' : 'stand';
  return silent < FAILOVER_MS ? 'standby' : 'stand';
}
