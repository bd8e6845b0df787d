import { GetTopology, ListAlerts, ListChanges, RecordChange, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { anAlert } from '@cloudops/testing';
import { Injectable } from '@nestjs/common';

/** anomaly's answers about what came in beside samples. */
@Injectable()
export class SignalsPlayer {
  @Answers(ListAlerts)
  alerts(): ResponseInput<typeof ListAlerts> {
    return { alerts: [anAlert()] };
  }
  @Answers(RecordChange)
  change(change: RequestData<typeof RecordChange>): ResponseInput<typeof RecordChange> {
    return { change, recorded: true };
  }
  @Answers(ListChanges)
  changes(): ResponseInput<typeof ListChanges> {
    return { changes: [] };
  }
  @Answers(GetTopology)
  topology(): ResponseInput<typeof GetTopology> {
    return { edges: [] };
  }
}
