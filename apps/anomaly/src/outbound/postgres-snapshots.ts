import { setTimeout as delay } from 'node:timers/promises';
import { SamplesApplied } from '@cloudops/contracts';
import { Outbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ChangedEntity } from '../domain/live-entities.ts';
import type { EntityCourse } from '../domain/live-entity.ts';
import { Lane } from '../domain/lane.ts';
import { FencedDatabase } from './fenced-database.ts';
import { type Progress, type Snapshot, type SnapshotChanges, Snapshots } from '../domain/snapshots.ts';
import { AssignmentRows } from './assignment-rows.ts';
import { FeedbackRows } from './feedback-rows.ts';

/** Views of one statement, and the pause before the next, in times that it took: nobody waits for a snapshot, but samples and findings wait for what it keeps busy. */
const VIEWS_AT_A_TIME = 200;
const PAUSE = 3;
const LONGEST_PAUSE_MS = 100;

@Injectable()
export class PostgresSnapshots extends Snapshots {
  /** Loading waits for what is being stored: once that is told, the journal no longer has what is older. */
  private readonly turns = new Lane();

  constructor(
    private readonly database: FencedDatabase,
    private readonly outbox: Outbox,
    private readonly assignments: AssignmentRows,
    private readonly feedback: FeedbackRows,
  ) {
    super();
  }

  load(): Promise<Snapshot> {
    return this.turns.run(() => this.loadNow());
  }

  save(changes: SnapshotChanges): Promise<void> {
    return this.turns.run(() => this.saveNow(changes));
  }

  private loadNow(): Promise<Snapshot> {
    return this.database.read(async (manager) => {
      const views: { view_key: string; partition: number; state: Buffer }[] = await manager.query(
        'select view_key, partition, state from detector_states',
      );
      const progress: { partition: number; seq: string; clock: number }[] = await manager.query(
        'select partition, seq, clock from partition_progress order by partition',
      );
      const troubles: { entity: string; id: string; since: string; until: string | null }[] = await manager.query(
        `select entity, id, extract(epoch from troubled_at) * 1000 as since, extract(epoch from cleared_at) * 1000 as until
         from anomalies where troubled_at > now() - interval '3 hours'`,
      );
      const entities: { entity: string; course: EntityCourse; state: Buffer }[] = await manager.query(
        'select entity, course, state from entity_states',
      );
      return {
        entities: entities.map(({ entity, course, state }) => ({ key: entity, course, state })),
        assignments: await this.assignments.latest(manager),
        tolerances: await this.feedback.rules(manager, new Date()),
        views: views.map((v) => ({ key: v.view_key, partition: v.partition, state: v.state })),
        progress: progress.map((p): Progress => ({ partition: p.partition, seq: BigInt(p.seq), clock: p.clock })),
        troubles: troubles.map((t) => ({
          entity: t.entity,
          anomalyId: t.id,
          since: Number(t.since),
          until: t.until === null ? Infinity : Number(t.until),
        })),
      };
    });
  }

  private async saveNow({ views, forgotten, entities, progress }: SnapshotChanges): Promise<void> {
    await this.database.transaction(async (manager) => {
      for (let i = 0; i < views.length; i += VIEWS_AT_A_TIME) {
        const startedAt = performance.now();
        await saveViews(manager, views.slice(i, i + VIEWS_AT_A_TIME));
        if (i + VIEWS_AT_A_TIME < views.length) await delay(Math.min(LONGEST_PAUSE_MS, PAUSE * (performance.now() - startedAt)));
      }
      if (forgotten.length > 0) await manager.query('delete from detector_states where view_key = any($1)', [forgotten]);
      for (const entity of entities.changed) await saveEntity(manager, entity);
      if (entities.forgotten.length > 0) await manager.query('delete from entity_states where entity = any($1)', [entities.forgotten]);
      for (const { partition, seq, clock } of progress) {
        await manager.query(
          `insert into partition_progress (partition, seq, clock) values ($1, $2, $3)
           on conflict (partition) do update set seq = excluded.seq, clock = excluded.clock`,
          [partition, seq.toString(), clock],
        );
        await this.outbox.add(manager, SamplesApplied, { partition, seq: seq.toString() }, { id: `samples-applied-${partition}-${seq}` });
      }
    });
  }
}

/** A state that is as it was is not written again: it is large, and changes with every row only. */
async function saveEntity(manager: EntityManager, { key, course, state }: ChangedEntity): Promise<void> {
  const text = JSON.stringify(course);
  if (state === undefined) await manager.query('update entity_states set course = $2 where entity = $1', [key, text]);
  else
    await manager.query(
      `insert into entity_states (entity, course, state) values ($1, $2, $3)
       on conflict (entity) do update set course = excluded.course, state = excluded.state`,
      [key, text, Buffer.from(state)],
    );
}

/** All states travel as one parameter, which the driver sends as it is: in an array it would write each of them as hex digits. */
async function saveViews(manager: EntityManager, views: SnapshotChanges['views']): Promise<void> {
  const sizes = views.map((v) => v.state.byteLength);
  let end = 0;
  const starts = sizes.map((size) => (end += size) - size + 1);
  await manager.query(
    `insert into detector_states (view_key, partition, state)
     select key, partition, substring($3::bytea from start for size)
     from unnest($1::text[], $2::int[], $4::int[], $5::int[]) as saved (key, partition, start, size)
     on conflict (view_key) do update set state = excluded.state`,
    [views.map((v) => v.key), views.map((v) => v.partition), Buffer.concat(views.map((v) => v.state)), starts, sizes],
  );
}
