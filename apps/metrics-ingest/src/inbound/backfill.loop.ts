import { Leases } from '@cloudops/platform-postgres';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RunBackfill } from '../use-cases/run-backfill.ts';
import { LeasedLoop } from './leased-loop.ts';

/** How soon a backfill that another process accepted is found. */
const INTERVAL_MS = 2_000;

/** Step after step at the pace that the backfill asks for, in one process at a time. */
@Injectable()
export class BackfillLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: LeasedLoop;
  private next: NodeJS.Timeout | undefined;

  constructor(leases: Leases, run: RunBackfill) {
    this.loop = new LeasedLoop(leases, 'backfill', INTERVAL_MS, async () => {
      clearTimeout(this.next);
      const waitMs = await run.execute();
      if (waitMs !== undefined) this.next = setTimeout(() => this.loop.wake(), waitMs);
    });
  }

  /** Looks for work now. */
  wake(): void {
    this.loop.wake();
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
    clearTimeout(this.next);
  }
}
