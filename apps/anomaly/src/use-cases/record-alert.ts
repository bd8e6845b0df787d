import type { AlertReceived, EventData } from '@cloudops/contracts';
import { alertId, severityOfAlert } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import { Alerts } from '../domain/alerts.ts';
import { KnownEntities } from '../domain/known-entities.ts';

/** Records an alert that was delivered, about the entity that it meant the first time. */
@Injectable()
export class RecordAlert {
  constructor(
    private readonly alerts: Alerts,
    private readonly entities: KnownEntities,
  ) {}

  async record({ receivedAt: _, ...told }: EventData<typeof AlertReceived>, event: { readonly id: string }): Promise<void> {
    const entity = (await this.alerts.entityOf(told.fingerprint)) ?? (await this.entities.of(told.labels));
    const { fingerprint, startsAt, labels } = told;
    const alert = {
      ...told,
      id: alertId(fingerprint, startsAt),
      kind: 'alert' as const,
      name: labels.alertname || 'alert',
      severity: severityOfAlert(labels),
      entity,
      silence: null,
    };
    await this.alerts.record(alert, event, new Date());
  }
}
