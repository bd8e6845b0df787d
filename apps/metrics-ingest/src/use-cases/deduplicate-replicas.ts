import {
  IdentifiedSamples,
  replicatedSeries,
  type ReplicatedSeries,
  type SeriesIdentity,
  type WriteRequest,
} from '@cloudops/domain-series';
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
  constructor(
    private readonly elect: ElectReplica,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  async execute(source: string, request: WriteRequest): Promise<Deduplicated> {
    const standby = { samples: 0, histograms: 0, exemplars: 0 };
    const heard = await this.listen(source, request);
    const { series, histograms, exemplars } = request;
    if (heard.size === 0) return { series, histograms, exemplars, standby };
    const keep = <T extends { readonly identity: SeriesIdentity }>(all: Iterable<T>, drop: (one: T) => void): T[] => {
      const kept: T[] = [];
      for (const one of all) {
        const member = this.memberOf(one.identity);
        if (member === null) kept.push(one);
        else if (heard.get(member.key) === true) kept.push({ ...one, identity: member.identity });
        else drop(one);
      }
      return kept;
    };
    return {
      series: IdentifiedSamples.of(keep(series, ({ samples }) => (standby.samples += samples.times.length))),
      histograms: keep(histograms, () => (standby.histograms += 1)),
      exemplars: keep(exemplars, () => (standby.exemplars += 1)),
      standby,
    };
  }

  /** Whether each replica that speaks in a request is heard; empty when none does, as in most. */
  private async listen(source: string, { series, histograms, exemplars }: WriteRequest): Promise<Map<string, boolean>> {
    const heard = new Map<string, boolean>();
    const identities = [series.identities, histograms.map(({ identity }) => identity), exemplars.map(({ identity }) => identity)];
    for (const some of identities) {
      for (let i = 0; i < some.length; i++) {
        const member = this.memberOf(some[i]!);
        if (member === null || heard.has(member.key)) continue;
        heard.set(member.key, await this.elect.execute(source, member.cluster, member.replica));
      }
    }
    return heard;
  }

  /** Found once: who it is lies with the series itself. */
  private memberOf(identity: SeriesIdentity): ReplicatedSeries | null {
    if (identity.member !== undefined) return identity.member;
    const { HA_CLUSTER_LABEL: cluster, HA_REPLICA_LABEL: replica } = this.config;
    return (identity.member = replicatedSeries(identity, { cluster, replica }) ?? null);
  }
}
