import { AlertReceived, type AlertmanagerWebhook, DomainError } from '@cloudops/contracts';
import { Outbox } from '@cloudops/platform-postgres';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { alertsOf } from '../domain/alerts-of.ts';
import { AlertMetrics } from '../gateway.metrics.ts';

/** Deliveries that are being stored at once; the pool has four connections. */
const MAX_UNDER_WAY = 8;
/** Alerts that wait to be published; beyond that the broker is down for long, and the sender keeps them as well as we do. */
const MAX_WAITING = 20_000;
const RETRY_SECONDS = 5;

/** Takes in what a webhook delivers: once it is answered, every alert is committed. */
@Injectable()
export class ReceiveAlerts {
  private readonly log = new Logger(ReceiveAlerts.name);
  private underWay = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly metrics: AlertMetrics,
  ) {}

  /** @throws DomainError `overloaded` when too much waits already. */
  async receive(webhook: AlertmanagerWebhook, keyId: string, now: Date): Promise<number> {
    if (this.underWay >= MAX_UNDER_WAY) throw overloaded('alerts are being stored by others');
    this.underWay++;
    try {
      await this.store(webhook, keyId, now);
    } finally {
      this.underWay--;
    }
    const { alerts, truncatedAlerts, receiver } = webhook;
    this.metrics.received(
      alerts.map((a) => a.status),
      truncatedAlerts,
    );
    if (truncatedAlerts > 0) this.log.warn({ receiver, truncatedAlerts }, 'the sender left alerts out: raise max_alerts of its webhook');
    return alerts.length;
  }

  private store(webhook: AlertmanagerWebhook, keyId: string, now: Date): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const [{ waiting } = { waiting: 0 }] = await manager.query<{ waiting: number }[]>(
        'select count(*)::int as waiting from (select from outbox where sent_at is null limit $1) unsent',
        [MAX_WAITING],
      );
      if (waiting >= MAX_WAITING) throw overloaded('the message bus does not take what was received before');
      for (const { id, data } of alertsOf(webhook, `alertmanager:${keyId}`, now))
        await this.outbox.add(manager, AlertReceived, data, { id });
    });
  }
}

const overloaded = (why: string): DomainError =>
  new DomainError('overloaded', 'alerts-overloaded', `Try again: ${why}`, { retryAfterSeconds: RETRY_SECONDS });
