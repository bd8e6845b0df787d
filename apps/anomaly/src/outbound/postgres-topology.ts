import { entityKey, type TopologyEdge } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type SeenEdge, Topology } from '../domain/topology.ts';

/** Edges of one source at one time; what is beyond is not noted. */
const MAX_EDGES = 5_000;

@Injectable()
export class PostgresTopology extends Topology {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async see(source: TopologyEdge['source'], edges: readonly SeenEdge[], now: Date): Promise<void> {
    if (edges.length > 0) await upsert(this.dataSource.manager, source, edges, now);
  }

  replace(source: TopologyEdge['source'], edges: readonly SeenEdge[], now: Date): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      await upsert(manager, source, edges, now);
      await manager.query('delete from topology where source = $1 and last_seen < $2', [source, now]);
    });
  }

  async list(limit: number): Promise<TopologyEdge[]> {
    const rows: { doc: SeenEdge; source: TopologyEdge['source']; last_seen: Date }[] = await this.dataSource.query(
      'select doc, source, last_seen from topology order by last_seen desc, from_entity, to_entity, relation limit $1',
      [limit],
    );
    return rows.map(({ doc, source, last_seen }) => ({ ...doc, source, lastSeen: last_seen.toISOString() }));
  }

  async trim(before: Date): Promise<void> {
    await this.dataSource.query(`delete from topology where source <> 'config' and last_seen < $1`, [before]);
  }
}

async function upsert(manager: EntityManager, source: TopologyEdge['source'], edges: readonly SeenEdge[], now: Date): Promise<void> {
  const rows = edges
    .slice(0, MAX_EDGES)
    .filter(({ from, to }) => entityKey(from) !== entityKey(to))
    .map(({ from, to, relation }) => ({ f: entityKey(from), t: entityKey(to), relation, doc: { from, to, relation } }));
  await manager.query(
    `insert into topology (from_entity, to_entity, relation, source, last_seen, doc)
     select distinct on (f, t, relation) f, t, relation, $1, $2, doc
     from jsonb_to_recordset($3::jsonb) as seen(f text, t text, relation text, doc jsonb)
     on conflict (from_entity, to_entity, relation, source) do update set last_seen = excluded.last_seen`,
    [source, now.toISOString(), JSON.stringify(rows)],
  );
}
