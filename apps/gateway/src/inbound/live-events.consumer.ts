import {
  AnomalyCleared,
  AnomalyDetected,
  IncidentOpened,
  IncidentResolved,
  IncidentUpdated,
  RemediationApproved,
  RemediationExpired,
  RemediationFailed,
  RemediationProposed,
  RemediationRefused,
  RemediationRolledBack,
  RemediationStarted,
  RemediationUnknown,
  RemediationVerified,
  type EventData,
} from '@cloudops/contracts';
import { type EventContext, OnEvent } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { RecordLiveEvent } from '../use-cases/record-live-event.ts';

/** Takes in every change that clients follow on `/api/v1/events`. */
@Injectable()
export class LiveEventsConsumer {
  constructor(private readonly live: RecordLiveEvent) {}

  @OnEvent(AnomalyDetected)
  anomalyDetected(data: EventData<typeof AnomalyDetected>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(AnomalyCleared)
  anomalyCleared(data: EventData<typeof AnomalyCleared>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(IncidentOpened)
  incidentOpened(data: EventData<typeof IncidentOpened>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(IncidentUpdated)
  incidentUpdated(data: EventData<typeof IncidentUpdated>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(IncidentResolved)
  incidentResolved(data: EventData<typeof IncidentResolved>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(RemediationProposed)
  remediationProposed(data: EventData<typeof RemediationProposed>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(RemediationRefused)
  remediationRefused(data: EventData<typeof RemediationRefused>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(RemediationApproved)
  remediationApproved(data: EventData<typeof RemediationApproved>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(RemediationExpired)
  remediationExpired(data: EventData<typeof RemediationExpired>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(RemediationStarted)
  remediationStarted(data: EventData<typeof RemediationStarted>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(RemediationVerified)
  remediationVerified(data: EventData<typeof RemediationVerified>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(RemediationRolledBack)
  remediationRolledBack(data: EventData<typeof RemediationRolledBack>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(RemediationFailed)
  remediationFailed(data: EventData<typeof RemediationFailed>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }

  @OnEvent(RemediationUnknown)
  remediationUnknown(data: EventData<typeof RemediationUnknown>, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }
}
