import { ListTargets, RegisterTarget, RemoveTarget, type ResponseData, ScrapeTarget } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { RecordPrivilegedCall } from '../use-cases/record-privileged-call.ts';
import { Caller } from './caller.ts';
import { Operation } from './operation.ts';

const JobParams = z.object({ job: ScrapeTarget.shape.job }).strict();
const NewTarget = ScrapeTarget.strict();

@Controller('api/v1/targets')
export class TargetsController {
  constructor(
    private readonly bus: Bus,
    private readonly privileged: RecordPrivilegedCall,
  ) {}

  @Operation({ access: 'viewer', tag: 'metrics', summary: 'Scrape targets and how they are', answer: ListTargets.response })
  @Get()
  listTargets(): Promise<ResponseData<typeof ListTargets>> {
    return this.bus.request(ListTargets, {});
  }

  @Operation({ access: 'admin', tag: 'metrics', summary: 'The target as registered', body: NewTarget, answer: RegisterTarget.response })
  @Post()
  @HttpCode(200)
  registerTarget(
    @Body(valid(NewTarget)) target: z.infer<typeof NewTarget>,
    @Caller() caller: CallerOf,
  ): Promise<ResponseData<typeof RegisterTarget>> {
    const call = { caller, action: 'target.register', subject: target.job, detail: target };
    return this.privileged.around(call, () => this.bus.request(RegisterTarget, target));
  }

  @Operation({
    access: 'admin',
    tag: 'metrics',
    summary: 'Whether there was such a target',
    params: JobParams,
    answer: RemoveTarget.response,
  })
  @Delete(':job')
  removeTarget(
    @Param(valid(JobParams)) params: z.infer<typeof JobParams>,
    @Caller() caller: CallerOf,
  ): Promise<ResponseData<typeof RemoveTarget>> {
    const call = { caller, action: 'target.remove', subject: params.job, detail: {} };
    return this.privileged.around(call, () => this.bus.request(RemoveTarget, params));
  }
}
