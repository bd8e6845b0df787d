import { GetTopology, ListAlerts, ListChanges, RecordChange, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { Alerts } from '../domain/alerts.ts';
import { Changes } from '../domain/changes.ts';
import { Topology } from '../domain/topology.ts';

/** What came in beside samples. */
@Controller()
export class SignalsController {
  constructor(
    private readonly alerts: Alerts,
    private readonly changes: Changes,
    private readonly topology: Topology,
  ) {}

  @Answers(ListAlerts)
  async listAlerts(query: RequestData<typeof ListAlerts>): Promise<ResponseInput<typeof ListAlerts>> {
    return { alerts: await this.alerts.list(query) };
  }

  @Answers(RecordChange)
  async recordChange(change: RequestData<typeof RecordChange>): Promise<ResponseInput<typeof RecordChange>> {
    return { change, recorded: await this.changes.record(change) };
  }

  @Answers(ListChanges)
  async listChanges(query: RequestData<typeof ListChanges>): Promise<ResponseInput<typeof ListChanges>> {
    return { changes: await this.changes.list(query) };
  }

  @Answers(GetTopology)
  async getTopology({ limit }: RequestData<typeof GetTopology>): Promise<ResponseInput<typeof GetTopology>> {
    return { edges: await this.topology.list(limit) };
  }
}
