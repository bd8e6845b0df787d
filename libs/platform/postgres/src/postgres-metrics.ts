import { counter, gauge } from '@cloudops/platform-telemetry';
import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Gauge, register } from 'prom-client';
import { DataSource } from 'typeorm';

/** `cloudops_postgres_*`: the pool, and events on their way out. The gauges are read when they are scraped. */
@Injectable()
export class PostgresMetrics {
  readonly published = counter({ name: 'cloudops_postgres_outbox_published_total', help: 'Events that the broker acknowledged' });
  readonly replayed = counter({
    name: 'cloudops_postgres_outbox_replayed_total',
    help: 'Events published again because the broker lost them',
  });
  readonly abandoned = counter({
    name: 'cloudops_postgres_outbox_abandoned_total',
    help: 'Events that could never be published and went to the dead letters',
  });

  readonly auditIntact = gauge({
    name: 'cloudops_postgres_audit_intact',
    help: '1 while what was appended to the audit since the last anchor follows from it; only where heads are kept in a file',
  });

  constructor(private readonly dataSource: DataSource) {
    gaugeRead('cloudops_postgres_pool_connections', 'Connections of the pool by state', ['state'], (set) => this.readPool(set));
    gaugeRead('cloudops_postgres_outbox_pending', 'Events that wait to be published', [], async (set) =>
      set((await this.backlog()).pending),
    );
    gaugeRead('cloudops_postgres_outbox_oldest_pending_seconds', 'Age of the event that waits longest', [], async (set) =>
      set((await this.backlog()).ageSeconds),
    );
  }

  private readPool(set: (value: number, state: string) => void): void {
    const { totalCount, idleCount, waitingCount } = (this.dataSource.driver as unknown as { master: Pool }).master;
    set(totalCount - idleCount, 'in-use');
    set(idleCount, 'idle');
    set(waitingCount, 'waiting');
  }

  private async backlog(): Promise<{ pending: number; ageSeconds: number }> {
    const [row]: { pending: string; age: string }[] = await this.dataSource.query(
      `select count(*) as pending, coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0) as age
       from outbox where sent_at is null`,
    );
    return { pending: Number(row!.pending), ageSeconds: Number(row!.age) };
  }
}

/** One process may boot the module more than once (tests): the latest one reports. */
function gaugeRead(
  name: string,
  help: string,
  labelNames: string[],
  read: (set: (value: number, label?: string) => void) => void | Promise<void>,
): void {
  register.removeSingleMetric(name);
  new Gauge({
    name,
    help,
    labelNames,
    async collect() {
      const set = (value: number, label?: string): void =>
        label === undefined ? this.set(value) : this.set({ [labelNames[0]!]: label }, value);
      // a database that is down must not take /metrics down with it
      await Promise.resolve(read(set)).catch(() => this.reset());
    },
  });
}
