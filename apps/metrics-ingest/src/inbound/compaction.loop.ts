import { Leases } from '@cloudops/platform-postgres';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { CompactHistory } from '../use-cases/compact-history.ts';
import { JournalSignal } from '../use-cases/journal-signal.ts';
import { LeasedLoop } from './leased-loop.ts';

/** One leased compactor, in rounds: after the interval, or when enough has come for one. */
@Injectable()
export class CompactionLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: LeasedLoop;
  private appended = 0;

  constructor(leases: Leases, compact: CompactHistory, signal: JournalSignal, @Inject(CONFIG) config: MetricsIngestConfig) {
    this.loop = new LeasedLoop(leases, 'compaction', config.COMPACT_INTERVAL_MS, () => {
      this.appended = 0;
      return compact.execute();
    });
    signal.onAppended((samples) => {
      this.appended += samples;
      if (this.appended < compact.enough) return;
      this.appended = 0;
      this.loop.wake();
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
