import { randomUUID } from 'node:crypto';
import { type Actor, DomainError, type EntityRef, type ModelTraining, type TrainingCause } from '@cloudops/contracts';
import { FEWEST_SIGNALS } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import { dueTraining } from '../domain/due-training.ts';
import { EntityHistory } from '../domain/entity-history.ts';
import { LiveViews } from '../domain/live-views.ts';
import { Trainings } from '../domain/models.ts';

/** Lines up the trainings that are due, or that somebody asks for. */
@Injectable()
export class QueueTrainings {
  constructor(
    private readonly views: LiveViews,
    private readonly history: EntityHistory,
    private readonly trainings: Trainings,
  ) {}

  /** @returns how many were queued. */
  async due(now: Date): Promise<number> {
    const [ended, filledAt] = await Promise.all([this.trainings.ended(), this.history.filledAt()]);
    let queued = 0;
    for (const entity of this.views.entities.all()) {
      if (entity.columns.length < FEWEST_SIGNALS) continue;
      const cause = dueTraining(entity, ended.get(entity.key), filledAt, now.getTime());
      if (cause === undefined) continue;
      await this.trainings.queue(waiting(entity.ref, cause, 'anomaly', now));
      queued++;
    }
    return queued;
  }

  /** @throws DomainError `not-found` for an entity that is not watched. */
  ask(key: string, actor: Actor, now: Date): Promise<ModelTraining> {
    const entity = this.views.entities.get(key);
    if (!entity) throw new DomainError('not-found', 'entity-not-watched', `Of ${key} no signals are watched together`, { field: 'entity' });
    return this.trainings.queue(waiting(entity.ref, 'asked', actor.id, now));
  }
}

const waiting = (entity: EntityRef, cause: TrainingCause, askedBy: string, now: Date): ModelTraining => ({
  ...{ id: `training-${randomUUID()}`, entity, cause, askedBy, state: 'queued', progress: 0, loss: [] },
  ...{ etaSeconds: null, version: null, message: 'waits for its turn' },
  ...{ queuedAt: now.toISOString(), startedAt: null, endedAt: null },
});
