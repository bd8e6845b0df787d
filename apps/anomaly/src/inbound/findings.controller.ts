import { DetectorSummary, GetIncident, ListAnomalies, ListIncidents, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { FindingsArchive } from '../domain/findings.ts';
import { LiveViews } from '../domain/live-views.ts';

/** What the other services ask about. */
@Controller()
export class FindingsController {
  constructor(
    private readonly archive: FindingsArchive,
    private readonly views: LiveViews,
  ) {}

  @Answers(ListAnomalies)
  async anomalies(query: RequestData<typeof ListAnomalies>): Promise<ResponseInput<typeof ListAnomalies>> {
    const { items, cursor } = await this.archive.anomalies(query);
    return { anomalies: items, cursor };
  }

  @Answers(ListIncidents)
  async incidents(query: RequestData<typeof ListIncidents>): Promise<ResponseInput<typeof ListIncidents>> {
    const { items, cursor } = await this.archive.incidents(query);
    return { incidents: items, cursor };
  }

  @Answers(GetIncident)
  incident({ id }: RequestData<typeof GetIncident>): Promise<ResponseInput<typeof GetIncident>> {
    return this.archive.incident(id);
  }

  @Answers(DetectorSummary)
  summary(): ResponseInput<typeof DetectorSummary> {
    return this.views.summary();
  }
}
