import { DomainError, entityKey, type ModelTraining, TrainingProgressed } from '@cloudops/contracts';
import { Outbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Attempt, type LastTraining, Trainings } from '../domain/models.ts';

/** A training that was cut off so often is the reason itself. */
const MOST_ATTEMPTS = 3;

@Injectable()
export class PostgresTrainings extends Trainings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  queue(training: ModelTraining): Promise<ModelTraining> {
    const entity = entityKey(training.entity);
    return this.dataSource.transaction(async (manager) => {
      const added: unknown[] = await manager.query(
        `insert into trainings (id, entity, state, queued_at, doc) values ($1, $2, 'queued', $3, $4)
         on conflict (entity) where state in ('queued', 'running') do nothing returning id`,
        [training.id, entity, training.queuedAt, JSON.stringify(training)],
      );
      if (added.length > 0) {
        await this.outbox.add(manager, TrainingProgressed, training, { id: `${training.id}-queued` });
        return training;
      }
      const [open]: { doc: ModelTraining }[] = await manager.query(
        `select doc from trainings where entity = $1 and state in ('queued', 'running')`,
        [entity],
      );
      return open?.doc ?? training;
    });
  }

  begin(at: Date): Promise<Attempt | undefined> {
    return this.dataSource.transaction(async (manager) => {
      const [rows]: [{ doc: ModelTraining; attempts: number }[]] = await manager.query(
        `update trainings set state = 'running', attempts = attempts + 1, doc = doc || $1
         where id = (select id from trainings where state = 'queued' order by queued_at, id limit 1 for update skip locked)
         returning doc, attempts`,
        [JSON.stringify({ state: 'running', startedAt: at.toISOString(), message: 'reading history', progress: 0, loss: [] })],
      );
      const row = rows[0];
      if (!row) return undefined;
      await this.outbox.add(manager, TrainingProgressed, row.doc, { id: `${row.doc.id}-${row.attempts}-begun` });
      return { training: row.doc, number: row.attempts };
    });
  }

  progress(attempt: Attempt, training: ModelTraining): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      await change(manager, attempt, training.state, training.endedAt, training);
      const id = `${training.id}-${attempt.number}-${training.state}-${training.loss.length}-${Math.round(training.progress * 1e6)}`;
      await this.outbox.add(manager, TrainingProgressed, training, { id });
    });
  }

  resume(at: Date): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const cutOff: { doc: ModelTraining; attempts: number }[] = await manager.query(
        `select doc, attempts from trainings where state = 'running' for update`,
      );
      for (const { doc, attempts } of cutOff) {
        const attempt = { training: doc, number: attempts };
        if (attempts >= MOST_ATTEMPTS) {
          const failed = await endAttempt(manager, attempt, { state: 'failed', message: `cut off ${attempts} times` }, at);
          await this.outbox.add(manager, TrainingProgressed, failed, { id: `${failed.id}-cut-off` });
          continue;
        }
        const waiting = {
          ...doc,
          state: 'queued',
          progress: 0,
          loss: [],
          etaSeconds: null,
          startedAt: null,
          message: 'begun again',
        } as const;
        await change(manager, attempt, 'queued', null, { ...waiting, loss: [] });
        await this.outbox.add(manager, TrainingProgressed, { ...waiting, loss: [] }, { id: `${doc.id}-${attempts}-again` });
      }
      return cutOff.length;
    });
  }

  async ended(): Promise<Map<string, LastTraining>> {
    const rows: { entity: string; ended_at: Date | null; version: number | null; open: boolean }[] = await this.dataSource.query(
      `select entity, max(ended_at) as ended_at, bool_or(state in ('queued', 'running')) as open,
         (array_agg((doc ->> 'version')::int order by ended_at desc nulls last))[1] as version from trainings group by entity`,
    );
    return new Map(rows.map((r) => [r.entity, { endedAt: r.ended_at?.getTime() ?? 0, made: r.version !== null, open: r.open }]));
  }

  async list({ entity, limit }: { entity?: string; limit: number }): Promise<ModelTraining[]> {
    const rows: { doc: ModelTraining }[] = await this.dataSource.query(
      'select doc from trainings where $1::text is null or entity = $1 order by queued_at desc, id desc limit $2',
      [entity ?? null, limit],
    );
    return rows.map(({ doc }) => doc);
  }

  async trim(before: Date): Promise<number> {
    return (await this.dataSource.query<[unknown, number]>('delete from trainings where ended_at < $1', [before]))[1];
  }
}

type End = { state: 'done' | 'failed'; message: string; version?: number; loss?: number[] };

/** Ends an attempt in the caller's transaction. @throws DomainError `conflict` when it is not the one that runs. */
export async function endAttempt(manager: EntityManager, attempt: Attempt, end: End, at: Date): Promise<ModelTraining> {
  const ended = { ...attempt.training, ...end, progress: 1, etaSeconds: null, endedAt: at.toISOString() };
  await change(manager, attempt, end.state, ended.endedAt, ended);
  return ended;
}

async function change(manager: EntityManager, attempt: Attempt, state: string, endedAt: string | null, doc: ModelTraining): Promise<void> {
  const [rows]: [unknown[]] = await manager.query(
    `update trainings set state = $3, ended_at = $4, doc = $5 where id = $1 and attempts = $2 and state = 'running' returning id`,
    [attempt.training.id, attempt.number, state, endedAt, JSON.stringify(doc)],
  );
  if (rows.length === 0)
    throw new DomainError('conflict', 'training-taken', `The training ${attempt.training.id} is somebody else's by now`);
}
