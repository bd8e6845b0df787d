import {
  ApproveRemediation,
  GetRemediation,
  ListRemediations,
  RefuseRemediation,
  RemediationState,
  type ResponseData,
} from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { type PrivilegedCall, RecordPrivilegedCall } from '../use-cases/record-privileged-call.ts';
import { Caller } from './caller.ts';
import { Operation } from './operation.ts';
import { cursor, IdParams, limit } from './query-schemas.ts';

const RemediationsQuery = z
  .object({ state: RemediationState.optional(), incidentId: z.string().min(1).max(100).optional(), limit: limit(200, 50), cursor })
  .strict();

/** `actionHash`: what the person has seen; when the action is another one by now, the answer is 409. */
const Decision = z.object({ actionHash: z.string().min(1).max(128), reason: z.string().max(1000).default('') }).strict();
type Decision = z.infer<typeof Decision>;
const DECIDE = { access: 'approver', tag: 'remediation', params: IdParams, body: Decision, failures: [404, 409] } as const;
type Decided = ResponseData<typeof ApproveRemediation>;

@Controller('api/v1/remediations')
export class RemediationsController {
  constructor(
    private readonly bus: Bus,
    private readonly privileged: RecordPrivilegedCall,
  ) {}

  @Operation({
    access: 'viewer',
    tag: 'remediation',
    summary: 'Remediations, newest first',
    query: RemediationsQuery,
    answer: ListRemediations.response,
  })
  @Get()
  listRemediations(
    @Query(valid(RemediationsQuery)) query: z.infer<typeof RemediationsQuery>,
  ): Promise<ResponseData<typeof ListRemediations>> {
    return this.bus.request(ListRemediations, query);
  }

  @Operation({
    access: 'viewer',
    tag: 'remediation',
    summary: 'One remediation',
    params: IdParams,
    answer: GetRemediation.response,
    failures: [404],
  })
  @Get(':id')
  getRemediation(@Param(valid(IdParams)) params: z.infer<typeof IdParams>): Promise<ResponseData<typeof GetRemediation>> {
    return this.bus.request(GetRemediation, params);
  }

  @Operation({ ...DECIDE, summary: 'The remediation as approved', answer: ApproveRemediation.response })
  @Post(':id/approve')
  @HttpCode(200)
  approveRemediation(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(Decision)) decision: Decision,
    @Caller() caller: CallerOf,
  ): Promise<Decided> {
    return this.decide(ApproveRemediation, { caller, action: 'remediation.approve', subject: id, detail: decision });
  }

  @Operation({ ...DECIDE, summary: 'The remediation as refused', answer: RefuseRemediation.response })
  @Post(':id/refuse')
  @HttpCode(200)
  refuseRemediation(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(Decision)) decision: Decision,
    @Caller() caller: CallerOf,
  ): Promise<Decided> {
    return this.decide(RefuseRemediation, { caller, action: 'remediation.refuse', subject: id, detail: decision });
  }

  private decide(
    contract: typeof ApproveRemediation | typeof RefuseRemediation,
    call: PrivilegedCall & { readonly detail: Decision },
  ): Promise<Decided> {
    return this.privileged.around(call, () => this.bus.request(contract, { id: call.subject, ...call.detail, actor: call.caller }));
  }
}
