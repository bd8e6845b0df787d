import { AddSilence, ExpireSilence, ListSilences, NewSilence, PreviewSilence, type ResponseData, SilenceState } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { RecordPrivilegedCall } from '../use-cases/record-privileged-call.ts';
import { AskedAs, type Asking, AskingHeaders } from './asking.ts';
import { Caller } from './caller.ts';
import { Operation } from './operation.ts';
import { IdParams, selector } from './query-schemas.ts';

const StateQuery = z.object({ state: SilenceState.optional() }).strict();

/** As a person writes it: a selector instead of matchers. */
const SilenceBody = NewSilence.omit({ matchers: true })
  .extend({ match: selector.meta({ description: 'selector over labels, `__name__`, `entity`, `entity_kind`, `entity_environment`' }) })
  .strict();
const PreviewBody = SilenceBody.extend({ comment: NewSilence.shape.comment.default('preview'), days: PreviewSilence.request.shape.days });

@Controller('api/v1/silences')
export class SilencesController {
  constructor(
    private readonly bus: Bus,
    private readonly privileged: RecordPrivilegedCall,
  ) {}

  @Operation({
    access: 'viewer',
    tag: 'incidents',
    summary: 'Silences, those in force first',
    query: StateQuery,
    answer: ListSilences.response,
  })
  @Get()
  listSilences(@Query(valid(StateQuery)) query: z.infer<typeof StateQuery>): Promise<ResponseData<typeof ListSilences>> {
    return this.bus.request(ListSilences, query);
  }

  @Operation({
    access: 'operator',
    tag: 'incidents',
    summary: 'The silence as added, and what it would have hidden: anomalies that match are recorded but open no incident',
    headers: AskingHeaders.pick({ 'Idempotency-Key': true }),
    body: SilenceBody,
    answer: AddSilence.response,
    failures: [409],
  })
  @Post()
  @HttpCode(200)
  addSilence(
    @Body(valid(SilenceBody)) { match, ...rest }: z.infer<typeof SilenceBody>,
    @Caller() caller: CallerOf,
    @AskedAs() { key }: Asking,
  ): Promise<ResponseData<typeof AddSilence>> {
    const silence = { ...rest, matchers: match };
    const call = { caller, action: 'silence.add', subject: silence.comment.slice(0, 100), detail: { ...silence, key } };
    return this.privileged.around(call, () => this.bus.request(AddSilence, { silence, actor: caller, key }));
  }

  @Operation({
    access: 'viewer',
    tag: 'incidents',
    summary: 'What a silence would have hidden in the past days',
    body: PreviewBody,
    answer: PreviewSilence.response,
  })
  @Post('preview')
  @HttpCode(200)
  previewSilence(
    @Body(valid(PreviewBody)) { match, days, ...rest }: z.infer<typeof PreviewBody>,
  ): Promise<ResponseData<typeof PreviewSilence>> {
    return this.bus.request(PreviewSilence, { silence: { ...rest, matchers: match }, days });
  }

  @Operation({
    access: 'operator',
    tag: 'incidents',
    summary: 'The silence as ended now',
    params: IdParams,
    headers: AskingHeaders.pick({ 'Idempotency-Key': true }),
    answer: ExpireSilence.response,
    failures: [404],
  })
  @Delete(':id')
  expireSilence(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Caller() caller: CallerOf,
    @AskedAs() { key }: Asking,
  ): Promise<ResponseData<typeof ExpireSilence>> {
    const call = { caller, action: 'silence.expire', subject: id, detail: { key } };
    return this.privileged.around(call, () => this.bus.request(ExpireSilence, { id, actor: caller, key }));
  }
}
