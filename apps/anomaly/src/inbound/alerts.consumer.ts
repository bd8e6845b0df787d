import { AlertReceived, type EventData } from '@cloudops/contracts';
import { type EventContext, OnEvent } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { RecordAlert } from '../use-cases/record-alert.ts';

/** Alerts that other systems raised. */
@Controller()
export class AlertsConsumer {
  constructor(private readonly alerts: RecordAlert) {}

  @OnEvent(AlertReceived)
  received(alert: EventData<typeof AlertReceived>, context: EventContext): Promise<void> {
    return this.alerts.record(alert, context);
  }
}
