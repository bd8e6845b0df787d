import { setTimeout as delay } from 'node:timers/promises';
import type { ScrapeTarget } from '@cloudops/contracts';
import { Leases } from '@cloudops/platform-postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ScrapeOnce, type ScrapeHealth } from '../use-cases/scrape-once.ts';
import { TargetList } from '../use-cases/target-list.ts';
import { LeasedLoop } from './leased-loop.ts';
import { TargetTimer } from './target-timer.ts';

/** Targets that come together begin one after the other. */
const APART_MS = 20;
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

  healthOf(target: ScrapeTarget): ScrapeHealth {
    return this.timers.get(keyOf(target))?.health ?? NEVER_SCRAPED;
  }

  /** Starts, restarts and stops timers so that they are those of the list. */
  async reconcile(): Promise<void> {
    const { targets } = await this.targets.all();
    const wanted = new Map(this.loop.isHeld ? targets.map((target) => [keyOf(target), target]) : []);
    const leaving = new Map<string, Promise<void>>();
    for (const [key, timer] of this.timers) {
      const target = wanted.get(key);
      if (target !== undefined && timer.isFor(target)) wanted.delete(key);
      else leaving.set(key, this.end(key, timer));
    }
    let begun = 0;
    for (const [key, target] of wanted) {
      const turn = delay((begun++ * APART_MS) % target.intervalMs, undefined, { ref: false });
      this.begin(key, target, Promise.all([turn, leaving.get(key)]));
    }
  }

  private async end(key: string, timer: TargetTimer): Promise<void> {
    this.timers.delete(key);
    try {
      await timer.stop();
      if (this.loop.isHeld) await timer.end();
    } catch (err) {
      this.log.warn({ err, target: key });
    }
  }

  private begin(key: string, target: ScrapeTarget, after: Promise<unknown>): void {
    const timer = new TargetTimer(target, this.scrape, () => this.loop.isHeld);
    this.timers.set(key, timer);
    timer.start(after);
  }
}

/** What makes two targets one: their series would be the same. */
const keyOf = ({ job, url, labels }: ScrapeTarget): string => JSON.stringify([job, labels['instance'] ?? url, url]);
