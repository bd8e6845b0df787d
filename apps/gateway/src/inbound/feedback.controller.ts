import { GiveFeedback, ListFeedback, NewFeedback, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { RecordPrivilegedCall } from '../use-cases/record-privileged-call.ts';
import { AskedAs, type Asking, AskingHeaders } from './asking.ts';
import { Caller } from './caller.ts';
import { Operation } from './operation.ts';
import { IdParams, limit } from './query-schemas.ts';

const FeedbackQuery = z.object({ limit: limit(500, 100) }).strict();
const StrictFeedback = NewFeedback.strict();

@Controller('api/v1')
export class FeedbackController {
  constructor(
    private readonly bus: Bus,
    private readonly privileged: RecordPrivilegedCall,
  ) {}

  @Operation({
    access: 'viewer',
    tag: 'incidents',
    summary: 'What people said of anomalies and what it changed, newest first',
    query: FeedbackQuery,
    answer: ListFeedback.response,
  })
  @Get('feedback')
  listFeedback(@Query(valid(FeedbackQuery)) query: z.infer<typeof FeedbackQuery>): Promise<ResponseData<typeof ListFeedback>> {
    return this.bus.request(ListFeedback, query);
  }

  @Operation({
    access: 'operator',
    tag: 'incidents',
    summary: 'The feedback as taken in: samples after `effectiveAt` are scored with its tolerance',
    params: IdParams,
    headers: AskingHeaders.pick({ 'Idempotency-Key': true }),
    body: StrictFeedback,
    answer: GiveFeedback.response,
    failures: [404, 409],
  })
  @Post('anomalies/:id/feedback')
  @HttpCode(200)
  giveFeedback(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(StrictFeedback)) feedback: z.infer<typeof StrictFeedback>,
    @Caller() caller: CallerOf,
    @AskedAs() { key }: Asking,
  ): Promise<ResponseData<typeof GiveFeedback>> {
    const call = { caller, action: 'feedback.give', subject: id, detail: { ...feedback, key } };
    return this.privileged.around(call, () => this.bus.request(GiveFeedback, { anomalyId: id, feedback, actor: caller, key }));
  }
}
