import { BackfillStatus, CancelBackfill, type RequestData, type ResponseInput, StartBackfill } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { BackfillList } from '../use-cases/backfill-list.ts';
import { BackfillLoop } from './backfill.loop.ts';

@Controller()
export class BackfillsController {
  constructor(
    private readonly backfills: BackfillList,
    private readonly loop: BackfillLoop,
  ) {}

  @Answers(StartBackfill)
  async start(data: RequestData<typeof StartBackfill>): Promise<ResponseInput<typeof StartBackfill>> {
    const backfill = await this.backfills.start(data);
    this.loop.wake();
    return { backfill };
  }

  @Answers(BackfillStatus)
  async status({ id }: RequestData<typeof BackfillStatus>): Promise<ResponseInput<typeof BackfillStatus>> {
    return { backfills: await this.backfills.list(id) };
  }

  @Answers(CancelBackfill)
  async cancel({ id }: RequestData<typeof CancelBackfill>): Promise<ResponseInput<typeof CancelBackfill>> {
    return { backfill: await this.backfills.cancel(id) };
  }
}
