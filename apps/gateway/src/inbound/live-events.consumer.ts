import {
  AnomalyCleared,
  AnomalyDetected,
  type EventContract,
  HistoryShed,
  IncidentOpened,
  IncidentResolved,
  IncidentUpdated,
  ModelChanged,
  REMEDIATION_EVENTS,
  TrainingProgressed,
} from '@cloudops/contracts';
import { type EventContext, OnEvent } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { RecordLiveEvent } from '../use-cases/record-live-event.ts';

/** Takes in every change that clients follow on `/api/v1/events`; they get its data as it came. */
@Injectable()
export class LiveEventsConsumer {
  constructor(private readonly live: RecordLiveEvent) {}

  @OnEvent<EventContract>(
    AnomalyDetected,
    AnomalyCleared,
    IncidentOpened,
    IncidentUpdated,
    IncidentResolved,
    HistoryShed,
    ModelChanged,
    TrainingProgressed,
    ...REMEDIATION_EVENTS,
  )
  recordChange(data: unknown, context: EventContext): Promise<void> {
    return this.live.record(data, context);
  }
}
