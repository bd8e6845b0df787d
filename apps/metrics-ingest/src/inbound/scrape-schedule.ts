import type { ScrapeTarget } from '@cloudops/contracts';
import { Leases } from '@cloudops/platform-postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ScrapeOnce, type ScrapeHealth } from '../use-cases/scrape-once.ts';
import { TargetList } from '../use-cases/target-list.ts';
import { LeasedLoop } from './leased-loop.ts';
import { TargetTimer } from './target-timer.ts';

/** How soon a change of the targets file, or an expired registration, is noticed. */
const RECONCILE_MS = 3_000;
const NEVER_SCRAPED: ScrapeHealth = { health: 'unknown', lastScrapeAt: null, lastError: null, lastSamples: 0 };

/** Keeps one timer a target; of several processes, the one with the lease scrapes. */
@Injectable()
export class ScrapeSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('scrape');
  private readonly timers = new Map<string, TargetTimer>();
  private readonly loop: LeasedLoop;

  constructor(
    leases: Leases,
    private readonly targets: TargetList,
    private readonly scrape: ScrapeOnce,
  ) {
    this.loop = new LeasedLoop(leases, 'scraper', RECONCILE_MS, () => this.reconcile());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
    await Promise.all([...this.timers.values()].map((timer) => timer.stop()));
  }

  healthOf(job: string): ScrapeHealth {
    return this.timers.get(job)?.health ?? NEVER_SCRAPED;
  }

  /** Starts, restarts and stops timers so that they are those of the list. */
  async reconcile(): Promise<void> {
    const wanted = new Map(this.loop.isHeld ? (await this.targets.all()).map((target) => [target.job, target]) : []);
    for (const [job, timer] of this.timers) {
      const target = wanted.get(job);
      if (target !== undefined && timer.isFor(target)) wanted.delete(job);
      else {
        this.timers.delete(job);
        void timer
          .stop()
          .then(() => (this.loop.isHeld ? timer.end() : undefined))
          .catch((err: unknown) => this.log.warn({ err, job }));
      }
    }
    for (const target of wanted.values()) this.begin(target);
  }

  private begin(target: ScrapeTarget): void {
    const timer = new TargetTimer(target, this.scrape, () => this.loop.isHeld);
    this.timers.set(target.job, timer);
    timer.start();
  }
}
