import { Leases } from '@cloudops/platform-postgres';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { hostname } from 'node:os';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { CollectHost } from '../use-cases/collect-host.ts';
import { LeasedLoop } from './leased-loop.ts';

/** Reads this host at its interval; of several processes on one host, one does. */
@Injectable()
export class HostLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: LeasedLoop | undefined;

  constructor(leases: Leases, collect: CollectHost, @Inject(CONFIG) { HOST_METRICS_INTERVAL_MS: interval }: MetricsIngestConfig) {
    this.loop = interval > 0 ? new LeasedLoop(leases, `host-${hostname()}`, interval, () => collect.execute()) : undefined;
  }

  onApplicationBootstrap(): void {
    this.loop?.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop?.stop();
  }
}
