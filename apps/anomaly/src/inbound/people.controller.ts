import { ActOnIncident, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { IncidentActions } from '../domain/incident-actions.ts';

/** What people do, with the time at which they did it. */
@Controller()
export class PeopleController {
  constructor(private readonly actions: IncidentActions) {}

  @Answers(ActOnIncident)
  act(asked: RequestData<typeof ActOnIncident>): Promise<ResponseInput<typeof ActOnIncident>> {
    return this.actions.take(asked, new Date());
  }
}
