import type { AutoencoderWeights, SignalColumn } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ModelAssignment } from '../domain/model-assignment.ts';

interface Row {
  readonly entity: string;
  readonly position: number;
  readonly since: number;
  readonly version: number;
  readonly weights: AutoencoderWeights | null;
  readonly columns: SignalColumn[] | null;
  readonly state: Buffer | null;
}

export interface NewAssignment {
  readonly entity: string;
  readonly since: number;
  readonly version: number;
  /** Version whose state the entity goes on with. */
  readonly stateVersion: number | null;
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

const SELECT = `select a.entity, a.position, a.since, a.version, m.weights, coalesce(m.columns, s.columns) as columns, s.state
  from model_assignments a
  left join model_versions m on m.entity = a.entity and m.version = a.version
  left join model_versions s on s.entity = a.entity and s.version = a.state_version`;

/** The table of what scores which entity since when, in the caller's transaction. */
@Injectable()
export class AssignmentRows {
  /** The last two of each entity, by position: a replay may begin before the latest. */
  async latest(manager: EntityManager): Promise<ModelAssignment[]> {
    const rows: Row[] = await manager.query(
      `${SELECT} where a.position > (select max(position) - 2 from model_assignments b where b.entity = a.entity) order by a.entity, a.position`,
    );
    return rows.map(assignmentOf);
  }

  /** @returns it as it is from now on, and the version before. */
  async add(manager: EntityManager, added: NewAssignment): Promise<{ assignment: ModelAssignment; previous: number }> {
    const [before]: { position: number; version: number }[] = await manager.query(
      'select position, version from model_assignments where entity = $1 order by position desc limit 1',
      [added.entity],
    );
    const position = (before?.position ?? 0) + 1;
    await manager.query(
      `insert into model_assignments (entity, position, since, version, state_version, at, actor, reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [added.entity, position, added.since, added.version, added.stateVersion, added.at, added.actor, added.reason],
    );
    const [row]: Row[] = await manager.query(`${SELECT} where a.entity = $1 and a.position = $2`, [added.entity, position]);
    return { assignment: assignmentOf(row!), previous: before?.version ?? 0 };
  }
}

const assignmentOf = ({ weights, columns, state, ...row }: Row): ModelAssignment => ({
  ...row,
  columns: columns ?? [],
  ...(weights && { weights }),
  ...(state && { state }),
});
