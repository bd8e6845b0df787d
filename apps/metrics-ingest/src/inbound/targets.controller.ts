import { ListTargets, RegisterTarget, RemoveTarget, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { ScrapeSchedule } from './scrape-schedule.ts';
import { TargetList } from '../use-cases/target-list.ts';

@Controller()
export class TargetsController {
  constructor(
    private readonly targets: TargetList,
    private readonly schedule: ScrapeSchedule,
  ) {}

  @Answers(RegisterTarget)
  async register(target: RequestData<typeof RegisterTarget>): Promise<ResponseInput<typeof RegisterTarget>> {
    await this.targets.register(target);
    await this.schedule.reconcile();
    return { target };
  }

  @Answers(RemoveTarget)
  async remove({ job }: RequestData<typeof RemoveTarget>): Promise<ResponseInput<typeof RemoveTarget>> {
    const removed = await this.targets.remove(job);
    await this.schedule.reconcile();
    return { removed };
  }

  @Answers(ListTargets)
  async list(): Promise<ResponseInput<typeof ListTargets>> {
    const { targets, faults } = await this.targets.all();
    return { targets: targets.map((target) => ({ ...target, ...this.schedule.healthOf(target) })), faults: [...faults] };
  }
}
