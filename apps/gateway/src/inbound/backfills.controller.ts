import { BackfillStatus, CancelBackfill, NewBackfill, type ResponseData, StartBackfill } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { RecordPrivilegedCall } from '../use-cases/record-privileged-call.ts';
import { Caller } from './caller.ts';
import { Operation } from './operation.ts';
import { IdParams } from './query-schemas.ts';

const StrictBackfill = NewBackfill.strict();
const BackfillsQuery = z.object({ id: z.string().min(1).max(100).optional() }).strict();

@Controller('api/v1/backfills')
export class BackfillsController {
  constructor(
    private readonly bus: Bus,
    private readonly privileged: RecordPrivilegedCall,
  ) {}

  @Operation({
    access: 'viewer',
    tag: 'metrics',
    summary: 'Backfills and how far they are, newest first',
    query: BackfillsQuery,
    answer: BackfillStatus.response,
  })
  @Get()
  listBackfills(@Query(valid(BackfillsQuery)) query: z.infer<typeof BackfillsQuery>): Promise<ResponseData<typeof BackfillStatus>> {
    return this.bus.request(BackfillStatus, query);
  }

  @Operation({
    access: 'admin',
    tag: 'metrics',
    summary: 'The backfill that now runs: past samples of another Prometheus are added to history',
    body: StrictBackfill,
    answer: StartBackfill.response,
    failures: [409],
  })
  @Post()
  @HttpCode(200)
  startBackfill(
    @Body(valid(StrictBackfill)) backfill: z.infer<typeof StrictBackfill>,
    @Caller() caller: CallerOf,
  ): Promise<ResponseData<typeof StartBackfill>> {
    const call = { caller, action: 'backfill.start', subject: backfill.url, detail: backfill };
    return this.privileged.around(call, () => this.bus.request(StartBackfill, backfill));
  }

  @Operation({
    access: 'admin',
    tag: 'metrics',
    summary: 'The backfill as it was stopped; what it had added stays',
    params: IdParams,
    answer: CancelBackfill.response,
    failures: [404],
  })
  @Delete(':id')
  cancelBackfill(
    @Param(valid(IdParams)) params: z.infer<typeof IdParams>,
    @Caller() caller: CallerOf,
  ): Promise<ResponseData<typeof CancelBackfill>> {
    const call = { caller, action: 'backfill.cancel', subject: params.id, detail: {} };
    return this.privileged.around(call, () => this.bus.request(CancelBackfill, params));
  }
}
