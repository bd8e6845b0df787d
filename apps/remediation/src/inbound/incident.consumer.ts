import { IncidentOpened, IncidentResolved, IncidentUpdated, type EventData } from '@cloudops/contracts';
import { EventContext, OnEvent } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { ProposeRemediations } from '../use-cases/propose-remediations.ts';
import { WithdrawRemediations } from '../use-cases/withdraw-remediations.ts';

@Controller()
export class IncidentConsumer {
  constructor(
    private readonly propose: ProposeRemediations,
    private readonly withdraw: WithdrawRemediations,
  ) {}

  @OnEvent(IncidentOpened, IncidentUpdated)
  async grew({ incident }: EventData<typeof IncidentOpened | typeof IncidentUpdated>, context: EventContext): Promise<void> {
    await this.propose.from(context, incident);
  }

  @OnEvent(IncidentResolved)
  async resolved({ incident }: EventData<typeof IncidentResolved>, context: EventContext): Promise<void> {
    await this.withdraw.of(context, incident);
  }
}
