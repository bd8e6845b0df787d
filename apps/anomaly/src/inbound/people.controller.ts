import { ActOnIncident, MergeIncidents, type RequestData, type ResponseInput, SplitIncident } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { IncidentActions } from '../domain/incident-actions.ts';
import { IncidentShapes } from '../domain/incident-shapes.ts';

/** What people do, with the time at which they did it. */
@Controller()
export class PeopleController {
  constructor(
    private readonly actions: IncidentActions,
    private readonly shapes: IncidentShapes,
  ) {}

  @Answers(ActOnIncident)
  act(asked: RequestData<typeof ActOnIncident>): Promise<ResponseInput<typeof ActOnIncident>> {
    return this.actions.take(asked, new Date());
  }

  @Answers(MergeIncidents)
  merge(asked: RequestData<typeof MergeIncidents>): Promise<ResponseInput<typeof MergeIncidents>> {
    return this.shapes.merge(asked, new Date());
  }

  @Answers(SplitIncident)
  split(asked: RequestData<typeof SplitIncident>): Promise<ResponseInput<typeof SplitIncident>> {
    return this.shapes.split(asked, new Date());
  }
}
