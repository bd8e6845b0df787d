import { replicatedSeries, type ReplicatedSeries, type SeriesIdentity, type WriteRequest } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { ElectReplica } from './elect-replica.ts';

export interface Deduplicated extends Pick<WriteRequest, 'series' | 'histograms' | 'exemplars'> {
  /** What was left out because the cluster's elected replica sends the same. */
  readonly standby: { readonly samples: number; readonly histograms: number; readonly exemplars: number };
}

/** Hears one replica of each cluster and takes the replica's label off, so that a pair of Prometheus is one source of one set of series. */
@Injectable()
export class DeduplicateReplicas {
  private readonly members = new WeakMap<SeriesIdentity, ReplicatedSeries | 'single'>();

  constructor(
    private readonly elect: ElectReplica,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  async execute(source: string, { series, histograms, exemplars }: WriteRequest): Promise<Deduplicated> {
    const standby = { samples: 0, histograms: 0, exemplars: 0 };
    const heard = new Map<string, boolean>();
    for (const { identity } of [...series, ...histograms, ...exemplars]) {
      const member = this.memberOf(identity);
      const key = keyOf(member);
      if (member !== 'single' && !heard.has(key)) heard.set(key, await this.elect.execute(source, member.cluster, member.replica));
    }
    if (heard.size === 0) return { series, histograms, exemplars, standby };
    const keep = <T extends { readonly identity: SeriesIdentity }>(all: readonly T[], drop: (one: T) => void): T[] =>
      all.flatMap((one) => {
        const member = this.memberOf(one.identity);
        if (member === 'single') return [one];
        if (heard.get(keyOf(member)) === true) return [{ ...one, identity: member.identity }];
        drop(one);
        return [];
      });
    return {
      series: keep(series, ({ samples }) => (standby.samples += samples.times.length)),
      histograms: keep(histograms, () => (standby.histograms += 1)),
      exemplars: keep(exemplars, () => (standby.exemplars += 1)),
      standby,
    };
  }

  private memberOf(identity: SeriesIdentity): ReplicatedSeries | 'single' {
    const known = this.members.get(identity);
    if (known !== undefined) return known;
    const { HA_CLUSTER_LABEL: cluster, HA_REPLICA_LABEL: replica } = this.config;
    const member = replicatedSeries(identity, { cluster, replica }) ?? 'single';
    this.members.set(identity, member);
    return member;
  }
}

const keyOf = (member: ReplicatedSeries | 'single'): string => (member === 'single' ? '' : `${member.cluster}\n${member.replica}`);
