import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';

const HOUR_MS = 3_600_000;
const AT_ONCE = 5_000;

/** What is kept how long. The inbox outlives the outbox: whatever is replayed is still recognised. */
const RETENTION = [
  { table: 'outbox', column: 'sent_at', days: 7 },
  { table: 'inbox', column: 'seen_at', days: 14 },
  { table: 'dead_letters', column: 'at', days: 30 },
] as const;

/** Deletes what is past its time, every hour and in small steps. */
@Injectable()
export class Pruner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Pruner.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    const prune = (): void => {
      this.running = this.prune().catch((error: unknown) => this.logger.warn(`pruning failed, next try in an hour: ${String(error)}`));
    };
    prune();
    this.timer = setInterval(prune, HOUR_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  async prune(): Promise<void> {
    for (const { table, column, days } of RETENTION) {
      while (!this.stopped && (await this.deleteSome(table, column, days)) === AT_ONCE);
    }
  }

  private async deleteSome(table: string, column: string, days: number): Promise<number> {
    const [row]: { deleted: string }[] = await this.dataSource.query(
      `with old as (select ctid from ${table} where ${column} < now() - $1 * interval '1 day' limit $2),
       deleted as (delete from ${table} where ctid = any (array(select ctid from old)) returning 1)
       select count(*) as deleted from deleted`,
      [days, AT_ONCE],
    );
    return Number(row!.deleted);
  }
}
