import { type Actor, DomainError, type ModelChange } from '@cloudops/contracts';
import { sameColumns } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import { LiveViews } from '../domain/live-views.ts';
import { Models } from '../domain/models.ts';
import { FollowSamples } from './follow-samples.ts';

/** Lets another version score an entity from its next row on, because a person says so. */
@Injectable()
export class RollBackModel {
  constructor(
    private readonly samples: FollowSamples,
    private readonly views: LiveViews,
    private readonly models: Models,
  ) {}

  /** @param version 0 is the baseline. @throws DomainError `not-found`; `conflict` when the entity has other signals by now. */
  change(key: string, version: number, actor: Actor, reason: string, at: Date): Promise<ModelChange> {
    return this.samples.lane.run(async () => {
      const entity = this.views.entities.get(key);
      if (!entity)
        throw new DomainError('not-found', 'entity-not-watched', `Of ${key} no signals are watched together`, { field: 'entity' });
      if (version > 0 && !sameColumns(await this.models.columns(key, version), entity.columns)) {
        throw new DomainError('conflict', 'signals-changed', `Version ${version} is about other signals than those of ${key} now`);
      }
      const { change, assignment } = await this.models.change(key, version, entity.lastRow, { actor: actor.id, reason, at });
      this.views.entities.assign(assignment);
      return change;
    });
  }
}
