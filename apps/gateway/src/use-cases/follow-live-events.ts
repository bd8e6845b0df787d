import { DomainError } from '@cloudops/contracts';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type LiveEvent, LiveEvents } from '../domain/live-events.ts';
import { resumePoint } from '../domain/resume-point.ts';
import { GatewayMetrics } from '../gateway.metrics.ts';

/** `reset`: changes up to `position` are gone, load the lists anew. `heartbeat`: nothing happened for a while. */
export type LiveNews =
  | { readonly type: 'event'; readonly event: LiveEvent }
  | { readonly type: 'reset'; readonly position: number }
  | { readonly type: 'heartbeat' };

export const FOLLOW_OPTIONS = Symbol('FOLLOW_OPTIONS');
export interface FollowOptions {
  readonly clients: number;
  readonly heartbeatMs: number;
}

const PAGE = 100;
const RECENT = 500;
/** Finds what another process of this service has recorded. */
const POLL_MS = 1_000;

/**
 * Lets every client read the recorded changes at its own pace: from a short memory of recent ones where it can, else from the table.
 * A slow client costs a cursor, not a queue.
 */
@Injectable()
export class FollowLiveEvents implements OnApplicationBootstrap, OnModuleDestroy {
  private recent: LiveEvent[] = [];
  /** Everything up to here was seen; `recent` holds the last of it without a gap. */
  private newest = 0;
  private clients = 0;
  private stopped = false;
  private reading: Promise<void> | undefined;
  private readonly sleepers = new Set<() => void>();

  constructor(
    private readonly events: LiveEvents,
    private readonly metrics: GatewayMetrics,
    @Inject(FOLLOW_OPTIONS) private readonly options: FollowOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.newest = (await this.events.range()).newest;
  }

  /** Ends every stream, so that a stopping process does not wait for its clients. */
  onModuleDestroy(): void {
    this.stopped = true;
    this.wakeAll();
  }

  @Interval(POLL_MS)
  async poll(): Promise<void> {
    if (this.clients > 0) await this.refresh().catch(() => undefined); // the next poll tries again
  }

  /** Reads what was recorded since and wakes the clients. */
  async refresh(): Promise<void> {
    while (this.reading !== undefined) await this.reading;
    this.reading = this.readOn().finally(() => (this.reading = undefined));
    await this.reading;
  }

  /**
   * Changes after `lastSeen` (or from now on), until `signal` aborts.
   * @throws DomainError `overloaded` when too many clients follow already
   */
  async *follow(lastSeen: number | undefined, signal: AbortSignal): AsyncGenerator<LiveNews, void, undefined> {
    if (this.clients >= this.options.clients)
      throw new DomainError('overloaded', 'too-many-followers', 'Too many clients follow the live stream');
    this.metrics.eventClients(++this.clients);
    try {
      await this.refresh();
      const start = resumePoint(lastSeen, { ...(await this.events.range()), newest: this.newest });
      let cursor = start.after;
      yield start.reason === 'lost' ? { type: 'reset', position: cursor } : { type: 'heartbeat' };
      while (!signal.aborted && !this.stopped) {
        const page = await this.pageAfter(cursor);
        for (const event of page) yield { type: 'event', event };
        cursor = page.at(-1)?.position ?? cursor;
        if (page.length === 0 && this.newest <= cursor && !(await this.sleep(signal))) yield { type: 'heartbeat' };
      }
    } finally {
      this.metrics.eventClients(--this.clients);
    }
  }

  private async pageAfter(position: number): Promise<LiveEvent[]> {
    if (position >= this.newest) return [];
    const oldest = this.recent[0]?.position;
    if (oldest === undefined || position < oldest - 1) return this.events.after(position, PAGE);
    return this.recent.filter((e) => e.position > position).slice(0, PAGE);
  }

  private async readOn(): Promise<void> {
    for (;;) {
      const page = await this.events.after(this.newest, PAGE);
      if (page.length === 0) return;
      this.recent = [...this.recent, ...page].slice(-RECENT);
      this.newest = page.at(-1)!.position;
      this.wakeAll();
      if (page.length < PAGE) return;
    }
  }

  private wakeAll(): void {
    for (const wake of [...this.sleepers]) wake();
  }

  /** Resolves to true when there is news or an end, to false when it is time for a heartbeat. */
  private sleep(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      if (signal.aborted || this.stopped) return resolve(true);
      const done = (news: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.sleepers.delete(wake);
        resolve(news);
      };
      const wake = (): void => done(true);
      const timer = setTimeout(() => done(false), this.options.heartbeatMs);
      signal.addEventListener('abort', wake);
      this.sleepers.add(wake);
    });
  }
}
