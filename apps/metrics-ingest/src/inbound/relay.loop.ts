import { Leases } from '@cloudops/platform-postgres';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { JournalSignal } from '../use-cases/journal-signal.ts';
import { RelayJournal } from '../use-cases/relay-journal.ts';
import { LeasedLoop } from './leased-loop.ts';

/** Without a signal, rows of other processes are found this often. */
const INTERVAL_MS = 1_000;
/** Relays start this far apart, and what is committed meanwhile goes together: queries a second do not grow with commits a second. */
const GATHER_MS = 100;

/** One leased relay a partition. */
@Injectable()
export class RelayLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loops: LeasedLoop[];
  private gathering: NodeJS.Timeout | undefined;
  private wokenAt = -Infinity;

  constructor(leases: Leases, relay: RelayJournal, signal: JournalSignal, @Inject(CONFIG) config: MetricsIngestConfig) {
    this.loops = Array.from(
      { length: config.PARTITIONS },
      (_, partition) => new LeasedLoop(leases, `relay-${partition}`, INTERVAL_MS, () => relay.execute(partition)),
    );
    signal.onAppended(() => {
      this.gathering ??= setTimeout(() => this.wake(), Math.max(0, this.wokenAt + GATHER_MS - performance.now())).unref();
    });
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  private wake(): void {
    this.gathering = undefined;
    this.wokenAt = performance.now();
    for (const loop of this.loops) loop.wake();
  }
}
