import { DomainError } from '@cloudops/contracts';
import { type Lease, Leases } from '@cloudops/platform-postgres';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Leadership } from '../domain/leadership.ts';

const NAME = 'scoring';
/** A leader that was killed is replaced after this long. */
const TTL_MS = 6_000;
const BEAT_MS = TTL_MS / 3;

/**
 * Leads by a lease in Postgres. A leader that finds another one in its place ends the process: what it holds in memory and on the bus
 * belongs to nobody any more, and as a fresh process it stands by.
 */
@Injectable()
export class ScoringLease extends Leadership implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Leadership');
  private readonly led = Promise.withResolvers<void>();
  private lease: Lease | undefined;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  private stopped = false;
  standsBy = false;

  constructor(private readonly leases: Leases) {
    super();
  }

  get term(): number | undefined {
    return this.lease?.token; // perhaps not ours any more: what it writes is fenced
  }

  lead(): Promise<void> {
    return this.led.promise;
  }

  async onModuleInit(): Promise<void> {
    await this.beat();
    this.timer = setInterval(() => void (this.beating ??= this.beat().finally(() => (this.beating = undefined))), BEAT_MS);
  }

  onModuleDestroy(): void {
    if (this.term === undefined) void this.resign();
  }

  async resign(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.beating;
    await this.lease?.release().catch(() => undefined); // it runs out by itself
    this.lease = undefined;
  }

  /** Fences a write of the leader. @throws DomainError `conflict` (`lease-lost`) when this process leads no more: the transaction must roll back. */
  async guard(manager: EntityManager): Promise<void> {
    if (this.lease === undefined) throw new DomainError('conflict', 'lease-lost', 'This process does not lead');
    await this.lease.guard(manager);
  }

  private async beat(): Promise<void> {
    const before = this.lease;
    try {
      const isOurs = (await before?.renew()) ?? false;
      this.lease = isOurs ? before : await this.leases.acquire(NAME, TTL_MS);
    } catch (error) {
      this.logger.warn(`cannot tell who leads: ${String(error)}`);
      return; // whoever leads goes on until the lease is over
    }
    this.standsBy = this.lease === undefined;
    if (this.lease !== undefined) this.led.resolve();
    else if (before !== undefined && !this.stopped) this.stepDown();
  }

  private stepDown(): void {
    this.logger.fatal('another replica leads now: this process ends and begins again as one that stands by');
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  }
}
