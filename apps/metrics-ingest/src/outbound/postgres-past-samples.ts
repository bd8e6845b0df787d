import type { SampleColumns } from '@cloudops/contracts';
import {
  bitsOf,
  levelOf,
  packColumns,
  partitionOf,
  PastSamples,
  SampleColumn,
  SampleGathering,
  SampleHistory,
  type Samples,
  type SeriesRecord,
} from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { insertPacks } from './insert-packs.ts';
import { LiveCatalogue } from './live-catalogue.ts';

/** zstd's level for packs that compaction packs again. */
const EFFORT = 1;

@Injectable()
export class PostgresPastSamples extends PastSamples {
  constructor(
    private readonly dataSource: DataSource,
    private readonly history: SampleHistory,
    private readonly catalogue: LiveCatalogue,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {
    super();
  }

  async fill(records: readonly SeriesRecord[], samples: ReadonlyMap<bigint, Samples>): Promise<number> {
    const filled = [...samples].filter(([, { times }]) => times.length > 0);
    if (filled.length === 0) return 0;
    const from = filled.reduce((least, [, { times }]) => Math.min(least, times[0]!), Infinity);
    const to = filled.reduce((most, [, { times }]) => Math.max(most, times.at(-1)!), -Infinity);
    const stored = await this.history.readRaw([...samples.keys()], from, to);
    const missing = new Map(filled.map(([id, past]) => [id, missingOf(past, stored.get(id))]));
    const learn = await this.dataSource.transaction(async (manager) => {
      const written = await this.catalogue.writeUnknown(manager, records);
      for (const [partition, columns] of this.columnsOf(missing)) {
        const packs = packColumns(columns, EFFORT);
        for (const level of [0, 1])
          await insertPacks(
            manager,
            partition,
            level,
            packs.filter((pack) => levelOf(pack) === level),
          );
      }
      return written;
    });
    learn();
    return [...missing.values()].reduce((sum, { times }) => sum + times.length, 0);
  }

  private columnsOf(samples: ReadonlyMap<bigint, Samples>): Map<number, SampleColumns> {
    const gatherings = new Map<number, SampleGathering>();
    for (const [id, { times, values }] of samples) {
      if (times.length === 0) continue;
      const partition = partitionOf(id, this.config.PARTITIONS);
      const gathering = gatherings.get(partition) ?? new SampleGathering();
      gatherings.set(partition, gathering);
      gathering.add(Number(id & 0xffffffffn), Number(id >> 32n), gathering.source(times, values), 0, times.length);
    }
    return new Map([...gatherings].map(([partition, gathering]) => [partition, gathering.columns()]));
  }
}

function missingOf(past: Samples, stored: Samples | undefined): Samples {
  if (stored === undefined) return past;
  const known = new Set(stored.times);
  const bits = bitsOf(past.values);
  const missing = new SampleColumn();
  past.times.forEach((time, i) => {
    if (!known.has(time)) missing.push(time, bits[2 * i]!, bits[2 * i + 1]!);
  });
  return missing.view(0, missing.length);
}
