import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { MetricsIngestConfig } from '../metrics-ingest.config.ts';

/**
 * The configuration with the number of partitions that this installation was begun with: rows lie in the partition that their
 * series had then, and would not be found under another number. Only an empty installation takes the number that is asked for.
 */
export async function keepPartitions(config: MetricsIngestConfig, dataSource: DataSource): Promise<MetricsIngestConfig> {
  const [row]: { kept: number }[] = await dataSource.query('select count(*)::integer as kept from partitions');
  const kept = row?.kept ?? 0;
  if (kept === 0 || kept === config.PARTITIONS) return config;
  new Logger('partitions').log(`This history has ${kept} partitions and keeps them; PARTITIONS=${config.PARTITIONS} is for a new one`);
  return { ...config, PARTITIONS: kept };
}
