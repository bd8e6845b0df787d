import type { Alert, EntityRef } from '@cloudops/contracts';
import { Inbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Alerts } from '../domain/alerts.ts';
import { AlertRows } from './alert-rows.ts';

@Injectable()
export class PostgresAlerts extends Alerts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inbox: Inbox,
    private readonly rows: AlertRows,
  ) {
    super();
  }

  async entityOf(fingerprint: string): Promise<EntityRef | undefined> {
    const rows: { doc: Alert }[] = await this.dataSource.query('select doc from alerts where fingerprint = $1', [fingerprint]);
    return rows[0]?.doc.entity;
  }

  async record(alert: Alert, event: { readonly id: string }, now: Date): Promise<void> {
    await this.inbox.once(event, 'alerts', (manager) => this.rows.take(manager, alert, now));
  }

  async giveUp(before: Date, now: Date): Promise<number> {
    const silent: { doc: Alert }[] = await this.dataSource.query(
      `select doc from alerts where kind = 'alert' and state = 'firing' and heard_at < $1 limit 100`,
      [before],
    );
    for (const { doc } of silent) {
      const over: Alert = { ...doc, state: 'resolved', endsAt: now.toISOString() };
      await this.dataSource.transaction((manager) => this.rows.take(manager, over, now));
    }
    return silent.length;
  }

  async release(now: Date): Promise<number> {
    const held: { fingerprint: string }[] = await this.dataSource.query(
      `select fingerprint from alerts where state = 'firing' and doc ->> 'silence' is not null order by fingerprint limit 500`,
    );
    for (const { fingerprint } of held) await this.dataSource.transaction((manager) => this.rows.release(manager, fingerprint, now));
    return held.length;
  }

  async list({ firing, limit }: { firing?: boolean; limit: number }): Promise<Alert[]> {
    const state = firing === undefined ? `state <> 'pending'` : firing ? `state = 'firing'` : `state = 'resolved'`;
    const rows: { doc: Alert }[] = await this.dataSource.query(
      `select doc from alerts where ${state} order by starts_at desc, fingerprint limit $1`,
      [limit],
    );
    return rows.map((r) => r.doc);
  }

  async trim(before: Date): Promise<void> {
    await this.dataSource.query(`delete from alerts where state = 'resolved' and heard_at < $1`, [before]);
  }
}
