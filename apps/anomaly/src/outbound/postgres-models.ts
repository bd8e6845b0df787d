import { DomainError, entityKey, ModelChanged, type ModelVersion, parseEntityKey, TrainingProgressed } from '@cloudops/contracts';
import type { SignalColumn } from '@cloudops/domain-detection';
import { Outbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Page } from '../domain/findings.ts';
import type { ModelAssignment } from '../domain/model-assignment.ts';
import { type Attempt, type Changed, Models, type TakeOver, type TrainedModel } from '../domain/models.ts';
import { AssignmentRows, type NewAssignment } from './assignment-rows.ts';
import { endAttempt } from './postgres-trainings.ts';

type Stored = Omit<ModelVersion, 'inUse'>;

const IN_USE = `(m.version = coalesce((select a.version from model_assignments a where a.entity = m.entity order by position desc limit 1), 0))`;

@Injectable()
export class PostgresModels extends Models {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly assignments: AssignmentRows,
  ) {
    super();
  }

  /** The cursor is `<ms>_<version>_<entity>` of the last item. */
  async list({ entity, limit, cursor }: { entity?: string; limit: number; cursor?: string }): Promise<Page<ModelVersion>> {
    const [, ms, version, after] = /^(\d{1,15})_(\d{1,9})_(.{1,600})$/.exec(cursor ?? '') ?? [];
    if (cursor !== undefined && after === undefined)
      throw new DomainError('invalid', 'cursor-invalid', 'The cursor is not one of ours', { field: 'cursor' });
    const rows: { doc: Stored; in_use: boolean; entity: string; at: Date }[] = await this.dataSource.query(
      `select doc, entity, trained_at as at, ${IN_USE} as in_use from model_versions m
       where ($2::text is null or entity = $2) and ($3::timestamptz is null or (trained_at, entity, version) < ($3, $4, $5))
       order by trained_at desc, entity desc, version desc limit $1`,
      [
        limit + 1,
        entity ?? null,
        ms === undefined ? null : new Date(Number(ms)),
        after ?? null,
        version === undefined ? null : Number(version),
      ],
    );
    const last = rows.slice(0, limit).at(-1);
    return {
      items: rows.slice(0, limit).map((row) => ({ ...row.doc, inUse: row.in_use })),
      cursor: rows.length > limit && last ? `${last.at.getTime()}_${last.doc.version}_${last.entity}` : null,
    };
  }

  async get(entity: string, version?: number): Promise<ModelVersion> {
    const [row]: { doc: Stored; in_use: boolean }[] = await this.dataSource.query(
      `select doc, ${IN_USE} as in_use from model_versions m where entity = $1 and ($2::int is null or version = $2)
       order by in_use desc, version desc limit 1`,
      [entity, version ?? null],
    );
    if (!row) throw missing(entity, version);
    return { ...row.doc, inUse: row.in_use };
  }

  async columns(entity: string, version: number): Promise<readonly SignalColumn[]> {
    const [row]: { columns: SignalColumn[] }[] = await this.dataSource.query(
      'select columns from model_versions where entity = $1 and version = $2',
      [entity, version],
    );
    if (!row) throw missing(entity, version);
    return row.columns;
  }

  add(attempt: Attempt, trained: TrainedModel, takeOver: TakeOver | undefined, at: Date): Promise<ModelAssignment | undefined> {
    return this.dataSource.transaction(async (manager) => {
      const { entity, version } = await this.insert(manager, attempt, trained);
      const training = await endAttempt(
        manager,
        attempt,
        { state: 'done', version, message: trained.version.reason, loss: trained.version.loss },
        at,
      );
      await this.outbox.add(manager, TrainingProgressed, training, { id: `${training.id}-done` });
      if (!takeOver) return undefined;
      const { assignment } = await this.assign(manager, {
        ...{ entity, since: takeOver.since, at: at.toISOString(), actor: 'anomaly', reason: takeOver.reason },
        version: takeOver.network === 'trained' ? version : takeOver.network,
        stateVersion: takeOver.state ? version : null,
      });
      return assignment;
    });
  }

  change(entity: string, version: number, since: number, by: { actor: string; reason: string; at: Date }): Promise<Changed> {
    const { actor, reason, at } = by;
    return this.dataSource.transaction((manager) =>
      this.assign(manager, { entity, since, version, stateVersion: null, at: at.toISOString(), actor, reason }),
    );
  }

  async trim(before: Date): Promise<number> {
    const sql = `delete from model_versions m where trained_at < $1 and not exists
      (select 1 from model_assignments a where a.entity = m.entity and m.version in (a.version, a.state_version)
       and a.position > (select max(position) - 2 from model_assignments b where b.entity = a.entity))`;
    return (await this.dataSource.query<[unknown, number]>(sql, [before]))[1];
  }

  /** Numbers go on from those that were trimmed, because assignments remember them. */
  private async insert(manager: EntityManager, { training }: Attempt, trained: TrainedModel): Promise<{ entity: string; version: number }> {
    const entity = entityKey(training.entity);
    const [{ version }]: [{ version: number }] = await manager.query(
      `select greatest((select max(version) from model_versions where entity = $1),
        (select max(version) from model_assignments where entity = $1), 0) + 1 as version`,
      [entity],
    );
    await manager.query(
      'insert into model_versions (entity, version, trained_at, doc, columns, weights, state) values ($1, $2, $3, $4, $5, $6, $7)',
      [
        ...[entity, version, trained.version.trainedAt, JSON.stringify({ ...trained.version, version })],
        ...[JSON.stringify(trained.columns), JSON.stringify(trained.weights), Buffer.from(trained.state)],
      ],
    );
    return { entity, version };
  }

  private async assign(manager: EntityManager, added: NewAssignment): Promise<Changed> {
    const { assignment, previous } = await this.assignments.add(manager, added);
    const { version, actor, reason } = added;
    const change = { entity: parseEntityKey(added.entity)!, version, previous, since: new Date(added.since).toISOString(), actor, reason };
    if (version !== previous) await this.outbox.add(manager, ModelChanged, change, { id: `model-${added.entity}-${assignment.position}` });
    return { change, assignment };
  }
}

const missing = (entity: string, version: number | undefined): DomainError =>
  new DomainError('not-found', 'model-not-found', `There is no ${version === undefined ? 'model' : `version ${version}`} of ${entity}`);
