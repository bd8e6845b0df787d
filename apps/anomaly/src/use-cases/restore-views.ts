import { Injectable } from '@nestjs/common';
import { LiveViews } from '../domain/live-views.ts';
import { PartitionClocks } from '../domain/partition-clocks.ts';
import { SeriesCatalogue } from '../domain/series-catalogue.ts';
import { Snapshots } from '../domain/snapshots.ts';

/** Brings memory back to the last snapshot. */
@Injectable()
export class RestoreViews {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly views: LiveViews,
    private readonly clocks: PartitionClocks,
    private readonly catalogue: SeriesCatalogue,
  ) {}

  /** @throws DomainError when database or catalogue cannot be asked now. */
  async restore(): Promise<void> {
    const { views, entities, assignments, progress, troubles, tolerances } = await this.snapshots.load();
    this.views.restore(views);
    this.views.entities.restore(entities, assignments);
    this.clocks.restore(progress);
    this.views.tolerate(tolerances);
    for (const { entity, anomalyId, since, until } of troubles) this.views.troubled.begin(entity, anomalyId, since, until);
    this.views.describe(await this.catalogue.describe(this.views.savedSeries()), 0);
  }
}
