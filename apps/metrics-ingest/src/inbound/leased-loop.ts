import { setTimeout as delay } from 'node:timers/promises';
import { type Leases, type Lease } from '@cloudops/platform-postgres';
import { Logger } from '@nestjs/common';

const TTL_MS = 6_000;
const RENEW_MS = TTL_MS / 3;
const RETRY_MS = 500;

/** Repeats work in at most one process at a time: while this one holds the lease. A failure is logged and tried again. */
export class LeasedLoop {
  private lease: Lease | undefined;
  private renewedAt = 0;
  private dueAt = 0;
  private stopped = false;
  private wakeUp = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly leases: Leases,
    private readonly name: string,
    private readonly intervalMs: number,
    private readonly work: () => Promise<void>,
  ) {}

  get isHeld(): boolean {
    return this.lease !== undefined;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Works now instead of after the interval. */
  wake(): void {
    this.dueAt = 0;
    this.wakeUp.abort();
  }

  /** Resolves when nothing runs any more; another process may take over at once. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
    await this.lease?.release().catch(() => undefined);
    this.lease = undefined;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.wakeUp = new AbortController();
      await this.turn().catch((err: unknown) => {
        this.dueAt = Math.max(this.dueAt, Date.now() + RETRY_MS); // or a database that is down would be asked without pause
        if (!this.stopped) new Logger(this.name).warn({ err, msg: `${this.name} failed and will be tried again` });
      });
      const dueIn = this.lease === undefined ? RENEW_MS / 2 : Math.min(this.dueAt - Date.now(), RENEW_MS);
      await delay(Math.max(0, dueIn), undefined, { signal: this.wakeUp.signal, ref: false }).catch(() => undefined);
    }
  }

  private async turn(): Promise<void> {
    await this.hold();
    if (this.lease === undefined || Date.now() < this.dueAt) return;
    this.dueAt = Date.now() + this.intervalMs; // before the work: a wake during it asks for another turn
    await this.work();
  }

  private async hold(): Promise<void> {
    if (this.lease !== undefined && Date.now() - this.renewedAt < RENEW_MS) return;
    const at = Date.now();
    if (this.lease !== undefined && !(await this.lease.renew())) this.lease = undefined;
    this.lease ??= await this.leases.acquire(this.name, TTL_MS);
    if (this.lease !== undefined) this.renewedAt = at;
  }
}
