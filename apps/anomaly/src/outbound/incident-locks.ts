import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, entityKey, type Incident } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ENTITY_LOCK } from './open-incident-of.ts';

const ATTEMPTS = 50;
const PAUSE_MS = 50;
/** Of Postgres, for `nowait`. */
const LOCK_NOT_AVAILABLE = '55P03';

class Taken extends Error {}

/**
 * Locks several incidents with all that they are about. Whoever scores holds locks of many entities in the order of samples, so nothing here waits for
 * a lock while it holds one: it lets go and tries again, and the two never wait for each other.
 */
@Injectable()
export class IncidentLocks {
  /** Runs a transaction again until every lock was free at once. @throws DomainError `overloaded` after about three seconds. */
  async retry<T>(transaction: () => Promise<T>): Promise<T> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return await transaction();
      } catch (error) {
        if (!(error instanceof Taken)) throw error;
      }
      await delay(PAUSE_MS * (0.5 + Math.random()));
    }
    throw new DomainError('overloaded', 'incident-busy', 'The incident changes too fast just now; try again', { retryAfterSeconds: 2 });
  }

  /** By id; those that do not exist are missing. */
  async take(manager: EntityManager, ids: readonly string[]): Promise<Map<string, Incident>> {
    const rows = await manager
      .query<{ doc: Incident }[]>('select doc from incidents where id = any($1) order by id for update nowait', [ids])
      .catch((error: unknown) => {
        throw (error as { code?: unknown }).code === LOCK_NOT_AVAILABLE ? new Taken() : error;
      });
    const about = new Set(rows.flatMap(({ doc }) => [doc, ...doc.anomalies, ...doc.alerts].map(({ entity }) => entityKey(entity))));
    for (const entity of about) {
      const [lock]: { free: boolean }[] = await manager.query(`select pg_try_advisory_xact_lock(${ENTITY_LOCK}) as free`, [entity]);
      if (!lock?.free) throw new Taken();
    }
    return new Map(rows.map(({ doc }) => [doc.id, doc]));
  }
}
