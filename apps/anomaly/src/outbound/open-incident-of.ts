import { entityKey, type Incident } from '@cloudops/contracts';
import { type Part, routePart } from '@cloudops/domain-incidents';
import type { EntityManager } from 'typeorm';

/** Whoever may open an incident of an entity, or move parts of it, holds this until the end of the transaction. */
export const ENTITY_LOCK = `hashtextextended('cloudops incident ' || $1, 0)`;

/** Locks an incident for the rest of the transaction. */
export async function lockedIncident(manager: EntityManager, id: string): Promise<Incident | undefined> {
  const rows: { doc: Incident }[] = await manager.query('select doc from incidents where id = $1 for update', [id]);
  return rows[0]?.doc;
}

/** The open incident that an anomaly or alert belongs to, locked for the rest of the transaction. */
export async function openIncidentOf(manager: EntityManager, part: Part): Promise<Incident | undefined> {
  const { entity } = 'anomaly' in part ? part.anomaly : part.alert;
  // alerts and anomalies of one entity may arrive together, and only one incident of it may be open
  await manager.query(`select pg_advisory_xact_lock(${ENTITY_LOCK})`, [entityKey(entity)]);
  for (;;) {
    const kin = JSON.stringify([{ entity }]);
    const itself = JSON.stringify([{ fingerprint: 'alert' in part ? part.alert.fingerprint : '' }]);
    const open: { doc: Incident }[] = await manager.query(
      `select doc from incidents where state = 'open'
         and (entity = $1 or doc -> 'anomalies' @> $2::jsonb or doc -> 'alerts' @> $2::jsonb or doc -> 'alerts' @> $3::jsonb)`,
      [entityKey(entity), kin, itself],
    );
    const chosen = routePart(
      open.map((row) => row.doc),
      part,
    );
    if (!chosen) return undefined;
    const incident = await lockedIncident(manager, chosen.id);
    if (incident?.state === 'open') return incident; // else it was closed in between
  }
}
