import { Injectable, Logger } from '@nestjs/common';
import { DeclaredTopology } from '../domain/declared-topology.ts';
import { KnownEntities } from '../domain/known-entities.ts';
import { SeriesQueries } from '../domain/series-queries.ts';
import { type SeenEdge, Topology } from '../domain/topology.ts';
import type { TopologyQuery } from '../domain/topology-queries.ts';

/** Edges of one query; whoever has more of them declares what matters. */
const MAX_EDGES = 1_000;

/** Learns who depends on whom from what an operator wrote and from what series show. */
@Injectable()
export class SeeTopology {
  private readonly logger = new Logger('Topology');

  constructor(
    private readonly topology: Topology,
    private readonly declared: DeclaredTopology,
    private readonly series: SeriesQueries,
    private readonly entities: KnownEntities,
  ) {}

  async declare(now: Date): Promise<void> {
    const edges = await this.declared.changed();
    if (edges) await this.topology.replace('config', edges, now);
  }

  /** A query that cannot be answered now costs the others nothing: edges stay until they were not seen for days. */
  async ask(queries: readonly TopologyQuery[], now: Date): Promise<void> {
    for (const query of queries) {
      await this.see(query, now).catch((error: unknown) => this.logger.warn(`${query.promql} is not answered: ${String(error)}`));
    }
  }

  private async see({ source, relation, promql, ends }: TopologyQuery, now: Date): Promise<void> {
    const edges: SeenEdge[] = [];
    for (const { labels } of await this.series.at(promql, now.getTime(), MAX_EDGES)) {
      const named = ends(labels);
      if (named) edges.push({ from: await this.entities.of(named.from), to: await this.entities.of(named.to), relation });
    }
    await this.topology.see(source, edges, now);
  }
}
