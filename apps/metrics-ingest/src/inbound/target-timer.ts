import { setTimeout as delay } from 'node:timers/promises';
import type { ScrapeTarget } from '@cloudops/contracts';
import { scrapeRules, ScrapeSession } from '@cloudops/domain-series';
import { Logger } from '@nestjs/common';
import type { ScrapeHealth, ScrapeOnce } from '../use-cases/scrape-once.ts';

/** Scrapes one target at its interval, one scrape after the other. */
export class TargetTimer {
  private readonly session: ScrapeSession;
  private readonly key: string;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  health: ScrapeHealth = { health: 'unknown', lastScrapeAt: null, lastError: null, lastSamples: 0 };

  constructor(
    private readonly target: ScrapeTarget,
    private readonly scrape: ScrapeOnce,
    private readonly isOurs: () => boolean,
  ) {
    this.key = keyOf(target);
    this.session = new ScrapeSession({ instance: new URL(target.url).host, ...target.labels, job: target.job }, scrapeRules(target));
  }

  /** Whether the target is the same but for when it expires. */
  isFor(target: ScrapeTarget): boolean {
    return keyOf(target) === this.key;
  }

  /** @param after what must be over before: the end of the timer that had these series until now, and the target's turn. */
  start(after: Promise<unknown>): void {
    this.running = after.then(() => this.run());
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** After `stop`: the target is gone for good. */
  end(): Promise<void> {
    return this.scrape.end(this.target, this.session, Date.now());
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const { intervalMs, job } = this.target;
    while (!signal.aborted) {
      const at = Date.now();
      try {
        if (this.isOurs()) this.health = await this.scrape.execute(this.target, this.session, at);
      } catch (err) {
        new Logger('scrape').warn({ err, job, msg: `the samples of ${job} were not committed` });
      }
      const missed = Math.ceil((Date.now() - at) / intervalMs) || 1; // a slow scrape skips turns instead of piling them up
      await delay(Math.max(0, at + missed * intervalMs - Date.now()), undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

const keyOf = ({ expiresAt: _, ...target }: ScrapeTarget): string => JSON.stringify(target);
