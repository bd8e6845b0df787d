import { Leases } from '@cloudops/platform-postgres';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { CompactHistory } from '../use-cases/compact-history.ts';
import { LeasedLoop } from './leased-loop.ts';

@Injectable()
export class CompactionLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: LeasedLoop;

  constructor(leases: Leases, compact: CompactHistory, @Inject(CONFIG) config: MetricsIngestConfig) {
    this.loop = new LeasedLoop(leases, 'compaction', config.COMPACT_INTERVAL_MS, () => compact.execute());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
