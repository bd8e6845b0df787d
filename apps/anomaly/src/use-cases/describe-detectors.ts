import { type EntityDetector, ListEntityDetectors, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { FEWEST_SIGNALS } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import type { LiveEntity } from '../domain/live-entity.ts';
import { LiveViews } from '../domain/live-views.ts';
import { type LastTraining, Trainings } from '../domain/models.ts';
import { nextTraining } from '../domain/next-training.ts';

/** Says what is learnt of each entity, and when more will be. */
@Injectable()
export class DescribeDetectors {
  constructor(
    private readonly views: LiveViews,
    private readonly trainings: Trainings,
  ) {}

  async list(query: RequestData<typeof ListEntityDetectors>, now: Date): Promise<ResponseInput<typeof ListEntityDetectors>> {
    const ended = await this.trainings.ended();
    const found = [...this.views.entities.all()].filter(({ key }) => key.includes(query.search)).sort((a, b) => (a.key < b.key ? -1 : 1));
    const entities = found.slice(0, query.limit).map((entity) => describe(entity, ended.get(entity.key), now.getTime()));
    return { entities, total: found.length, falseAlarmsPerWeek: this.views.falseAlarmsPerWeek };
  }
}

function describe(entity: LiveEntity, last: LastTraining | undefined, now: number): EntityDetector {
  const { ref, columns, alarmed, present } = entity;
  const next = columns.length < FEWEST_SIGNALS ? undefined : nextTraining(entity, last, now);
  return {
    entity: ref,
    signals: columns.map(({ title }) => title),
    rows: present.rows,
    state: stateOf(entity),
    alarmedShare: alarmed,
    version: present.version,
    nextTraining: next ? { cause: next.cause, at: new Date(next.at).toISOString() } : null,
  };
}

function stateOf({ columns, known, anomalous }: LiveEntity): EntityDetector['state'] {
  if (columns.length < FEWEST_SIGNALS) return 'too-few-signals';
  if (!known) return 'learning';
  return anomalous ? 'anomalous' : 'normal';
}
