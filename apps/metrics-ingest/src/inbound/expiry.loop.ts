import { Leases } from '@cloudops/platform-postgres';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { CONFIG, type MetricsIngestConfig, firstRawDay } from '../metrics-ingest.config.ts';
import { ExpireAttachments } from '../use-cases/expire-attachments.ts';
import { LeasedLoop } from './leased-loop.ts';

const DAY_MS = 86_400_000;
const INTERVAL_MS = 3_600_000;

/** Histograms and exemplars live as long as raw samples. */
@Injectable()
export class ExpiryLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: LeasedLoop;

  constructor(leases: Leases, expire: ExpireAttachments, clock: Clock, @Inject(CONFIG) config: MetricsIngestConfig) {
    const work = () => expire.execute(firstRawDay(clock.now(), config) * DAY_MS);
    this.loop = new LeasedLoop(leases, 'attachments', INTERVAL_MS, work);
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
