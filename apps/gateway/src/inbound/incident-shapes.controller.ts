import { IncidentMerge, IncidentSplit, MergeIncidents, type ResponseData, SplitIncident } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { RecordPrivilegedCall } from '../use-cases/record-privileged-call.ts';
import { AskedAs, type Asking, AskingHeaders } from './asking.ts';
import { Caller } from './caller.ts';
import { Operation, type OperationSpec } from './operation.ts';
import { IdParams } from './query-schemas.ts';

const RESHAPE = {
  access: 'operator',
  tag: 'incidents',
  params: IdParams,
  headers: AskingHeaders,
  failures: [404, 409, 412],
} as const satisfies Partial<OperationSpec>;

/** People make one incident of two, or two of one; both timelines say who did it and why, and so does the audit chain. */
@Controller('api/v1/incidents/:id')
export class IncidentShapesController {
  constructor(
    private readonly bus: Bus,
    private readonly privileged: RecordPrivilegedCall,
  ) {}

  @Operation({
    ...RESHAPE,
    summary: 'The incident that took over the one of the path, and that one as it ended',
    body: IncidentMerge,
    answer: MergeIncidents.response,
  })
  @Post('merge')
  @HttpCode(200)
  mergeIncident(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(IncidentMerge)) merge: IncidentMerge,
    @Caller() caller: CallerOf,
    @AskedAs() { key, version }: Asking,
  ): Promise<ResponseData<typeof MergeIncidents>> {
    const call = { caller, action: 'incident.merge', subject: id, detail: { ...merge, key } };
    return this.privileged.around(call, () =>
      this.bus.request(MergeIncidents, { id, merge, actor: caller, key, ...(version !== undefined && { version }) }),
    );
  }

  @Operation({
    ...RESHAPE,
    summary: 'The incident with what stays in it, and the new one with the anomalies (ids) and alerts (fingerprints) that leave it',
    body: IncidentSplit,
    answer: SplitIncident.response,
  })
  @Post('split')
  @HttpCode(200)
  splitIncident(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(IncidentSplit)) split: IncidentSplit,
    @Caller() caller: CallerOf,
    @AskedAs() { key, version }: Asking,
  ): Promise<ResponseData<typeof SplitIncident>> {
    const call = { caller, action: 'incident.split', subject: id, detail: { ...split, key } };
    return this.privileged.around(call, () =>
      this.bus.request(SplitIncident, { id, split, actor: caller, key, ...(version !== undefined && { version }) }),
    );
  }
}
