import type { Labels, MetricType } from '@cloudops/contracts';
import {
  BACKFILL_SOURCE,
  deriveEntity,
  identifySeries,
  PastSamples,
  SeriesCatalogue,
  type PastSeries,
  type Samples,
  type SeriesRecord,
} from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';

/** Adds series of another Prometheus to history, under the labels with which it would have remote_written them. */
@Injectable()
export class FillPast {
  constructor(
    private readonly past: PastSamples,
    private readonly catalogue: SeriesCatalogue,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  /** @param external labels that a series gets unless it has them. @returns samples added */
  async execute(series: readonly PastSeries[], external: Labels, types: ReadonlyMap<string, MetricType>): Promise<number> {
    await this.declare(types);
    const records: SeriesRecord[] = [];
    const samples = new Map<bigint, Samples>();
    for (const { labels, samples: values } of series) {
      if (values.times.length === 0) continue;
      const identity = identifySeries({ ...external, ...labels });
      const entity = deriveEntity(this.config.ENVIRONMENT, identity.labels);
      records.push({ identity, entity, source: BACKFILL_SOURCE, lastAt: values.times.at(-1)! });
      samples.set(identity.id, values);
    }
    return records.length === 0 ? 0 : this.past.fill(records, samples);
  }

  /** What was declared here already stays: whoever delivers a metric live knows it better. */
  private declare(types: ReadonlyMap<string, MetricType>): Promise<void> {
    const unknown = [...types].filter(([family]) => this.catalogue.types.get(family) === undefined);
    return this.catalogue.declare(new Map(unknown.map(([family, type]) => [family, { type }])), this.config.MAX_SERIES);
  }
}
