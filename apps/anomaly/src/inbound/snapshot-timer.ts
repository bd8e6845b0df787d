import { HealthChecks } from '@cloudops/platform-telemetry';
import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { FollowSamples } from '../use-cases/follow-samples.ts';
import { TakeSnapshot } from '../use-cases/take-snapshot.ts';

const RETRY_MS = 2_000;

/** Milliseconds between two snapshots. */
export abstract class SnapshotPace {
  abstract readonly ms: number;
}

/** Catches up at start, then stores detector state at its pace, and once more before the end. */
@Injectable()
export class SnapshotTimer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Snapshots');
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly samples: FollowSamples,
    private readonly snapshot: TakeSnapshot,
    private readonly pace: SnapshotPace,
    health: HealthChecks,
  ) {
    health.register('detectors', () =>
      Promise.resolve(
        samples.standsBy
          ? { ok: true, message: 'stands by: another replica scores' }
          : { ok: samples.ready, message: samples.ready ? 'caught up with the journal' : 'waiting for the journal of metrics-ingest' },
      ),
    );
  }

  onApplicationBootstrap(): void {
    void this.next(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.snapshot.take().catch((error: unknown) => this.logger.warn(`no last snapshot: ${String(error)}`));
    await this.samples.stop();
  }

  private next(ms: number): void {
    if (!this.stopped) this.timer = setTimeout(() => void this.tick().then((delay) => this.next(delay)), ms);
  }

  private async tick(): Promise<number> {
    try {
      await this.samples.start();
      await this.snapshot.take();
      return this.pace.ms;
    } catch (error) {
      this.logger.warn(`will try again: ${String(error)}`);
      return RETRY_MS;
    }
  }
}
