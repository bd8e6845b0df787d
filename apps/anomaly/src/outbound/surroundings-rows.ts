import { type Alert, type Anomaly, entityKey, type EntityRef, type Incident, type OperationalChange } from '@cloudops/contracts';
import { type Change, type Neighbourhood, NOTHING_AROUND, partOfAlert } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SeenEdge } from '../domain/topology.ts';

/** Calls are followed so many steps down. */
const STEPS = 3;
const MAX_EDGES = 300;
const MAX_ROWS = 100;

/** What is known around an entity: whom it depends on, what was changed there, what else is wrong there. */
@Injectable()
export class SurroundingsRows {
  /** @param onset of the incident, ISO 8601. */
  async of(manager: EntityManager, entity: string, onset: string): Promise<Neighbourhood> {
    const edges = await this.edgesFrom(manager, entity);
    const others = [...new Set(edges.map(({ to }) => entityKey(to)))].filter((key) => key !== entity);
    const changes = await this.changesOf(manager, [entity, ...others], onset);
    if (others.length === 0) return { ...NOTHING_AROUND, edges, changes };
    const anomalies: { doc: Anomaly }[] = await manager.query(
      `select doc from anomalies where entity = any($1) and severity_rank > 0 and detected_at > $2::timestamptz - interval '15 minutes'
         and (cleared_at is null or cleared_at > $2::timestamptz - interval '5 minutes') order by severity_rank desc, id limit $3`,
      [others, onset, MAX_ROWS],
    );
    const alerts: { doc: Alert }[] = await manager.query(
      `select doc from alerts where entity = any($1) and state = 'firing' and starts_at > $2::timestamptz - interval '15 minutes'
       order by starts_at, fingerprint limit $3`,
      [others, onset, MAX_ROWS],
    );
    return { edges, changes, anomalies: anomalies.map((r) => r.doc), alerts: alerts.map((r) => partOfAlert(r.doc, 1)) };
  }

  /** Changes of an incident's entity and of those that it depends on, from an hour before it began until it was over; oldest first. */
  async changesDuring(manager: EntityManager, { entity, onsetAt, resolvedAt }: Incident): Promise<OperationalChange[]> {
    const own = entityKey(entity);
    const entities = [own, ...(await this.edgesFrom(manager, own)).map(({ to }) => entityKey(to))];
    const rows: { doc: OperationalChange }[] = await manager.query(
      `select doc from changes where entity = any($1) and at > $2::timestamptz - interval '1 hour' and at <= coalesce($3, now())
       order by at desc, id limit $4`,
      [entities, onsetAt, resolvedAt, MAX_ROWS],
    );
    return rows.map((r) => r.doc).reverse();
  }

  /** Edges that lead down from an entity. An instance makes the calls of the services that consist of it. */
  private async edgesFrom(manager: EntityManager, entity: string): Promise<SeenEdge[]> {
    const edges: SeenEdge[] = [];
    const seen = new Set([entity]);
    let frontier = [entity];
    for (let step = 0; step < STEPS && frontier.length > 0 && edges.length < MAX_EDGES; step++) {
      const rows: { doc: SeenEdge; instance: EntityRef | null }[] = await manager.query(
        `with current as (select * from topology where source = 'config' or last_seen > now() - interval '1 day')
         select doc, null::jsonb as instance from current where from_entity = any($1)
         union all
         select t.doc, p.doc -> 'to' from current p join current t on t.from_entity = p.from_entity
         where p.to_entity = any($1) and p.relation = 'consists-of' and t.relation = 'calls'
         limit $2`,
        [frontier, MAX_EDGES],
      );
      edges.push(...rows.map(({ doc, instance }) => (instance ? { ...doc, from: instance } : doc)));
      frontier = rows.map(({ doc }) => entityKey(doc.to)).filter((key) => !seen.has(key) && seen.add(key));
    }
    return edges;
  }

  private async changesOf(manager: EntityManager, entities: readonly string[], onset: string): Promise<Change[]> {
    const rows: { doc: OperationalChange }[] = await manager.query(
      `select doc from changes where entity = any($1) and at > $2::timestamptz - interval '1 hour' order by at desc, id limit $3`,
      [entities, onset, MAX_ROWS],
    );
    return rows.map(({ doc: { entity, at, kind, title } }) => ({ entity, at, what: `${kind}: ${title}` }));
  }
}
