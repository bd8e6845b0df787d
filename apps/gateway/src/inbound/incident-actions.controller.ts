import { ActOnIncident, IncidentAction, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { RecordPrivilegedCall } from '../use-cases/record-privileged-call.ts';
import { AskedAs, type Asking, AskingHeaders } from './asking.ts';
import { Caller } from './caller.ts';
import { Operation, type OperationSpec } from './operation.ts';
import { IdParams } from './query-schemas.ts';

type Type = IncidentAction['type'];
type Taken = ResponseData<typeof ActOnIncident>;

/** Body of an action: everything of it but its type, which is in the path. */
function bodyOf<T extends Type>(type: T): z.ZodType<Omit<Extract<IncidentAction, { type: T }>, 'type'>> {
  const schema = IncidentAction.options.find((option) => option.shape.type.value === type)!;
  return (schema as z.ZodObject).omit({ type: true }).strict() as never;
}
const BODIES = {
  assign: bodyOf('assign'),
  snooze: bodyOf('snooze'),
  handOver: bodyOf('hand-over'),
  comment: bodyOf('comment'),
};
const NOTHING = z.object({}).strict().optional();

const ACT = {
  access: 'operator',
  tag: 'incidents',
  params: IdParams,
  headers: AskingHeaders,
  answer: ActOnIncident.response,
  failures: [404, 409, 412],
} as const satisfies Partial<OperationSpec>;

/** What people do about one incident; each step is in its timeline, in `incident.updated.v1` and in the audit chain. */
@Controller('api/v1/incidents/:id')
export class IncidentActionsController {
  constructor(
    private readonly bus: Bus,
    private readonly privileged: RecordPrivilegedCall,
  ) {}

  @Operation({ ...ACT, summary: 'The incident as acknowledged', body: NOTHING })
  @Post('acknowledge')
  @HttpCode(200)
  acknowledgeIncident(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(NOTHING)) _: unknown,
    @Caller() caller: CallerOf,
    @AskedAs() asking: Asking,
  ): Promise<Taken> {
    return this.act(id, { type: 'acknowledge' }, caller, asking);
  }

  @Operation({ ...ACT, summary: 'The incident as assigned; `to: null` takes it out of everybody’s hands', body: BODIES.assign })
  @Post('assign')
  @HttpCode(200)
  assignIncident(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(BODIES.assign)) body: z.infer<typeof BODIES.assign>,
    @Caller() caller: CallerOf,
    @AskedAs() asking: Asking,
  ): Promise<Taken> {
    return this.act(id, { ...body, type: 'assign' }, caller, asking);
  }

  @Operation({ ...ACT, summary: 'The incident as snoozed; `until: null` ends a snooze', body: BODIES.snooze })
  @Post('snooze')
  @HttpCode(200)
  snoozeIncident(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(BODIES.snooze)) body: z.infer<typeof BODIES.snooze>,
    @Caller() caller: CallerOf,
    @AskedAs() asking: Asking,
  ): Promise<Taken> {
    return this.act(id, { ...body, type: 'snooze' }, caller, asking);
  }

  @Operation({ ...ACT, summary: 'The incident as handed over; whoever gets it has not acknowledged it yet', body: BODIES.handOver })
  @Post('hand-over')
  @HttpCode(200)
  handOverIncident(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(BODIES.handOver)) body: z.infer<typeof BODIES.handOver>,
    @Caller() caller: CallerOf,
    @AskedAs() asking: Asking,
  ): Promise<Taken> {
    return this.act(id, { ...body, type: 'hand-over' }, caller, asking);
  }

  @Operation({ ...ACT, summary: 'The incident, with a comment in its timeline', body: BODIES.comment })
  @Post('comments')
  @HttpCode(200)
  commentOnIncident(
    @Param(valid(IdParams)) { id }: z.infer<typeof IdParams>,
    @Body(valid(BODIES.comment)) body: z.infer<typeof BODIES.comment>,
    @Caller() caller: CallerOf,
    @AskedAs() asking: Asking,
  ): Promise<Taken> {
    return this.act(id, { ...body, type: 'comment' }, caller, asking);
  }

  private act(id: string, action: IncidentAction, caller: CallerOf, { key, version }: Asking): Promise<Taken> {
    const call = { caller, action: `incident.${action.type}`, subject: id, detail: { ...action, key } };
    return this.privileged.around(call, () =>
      this.bus.request(ActOnIncident, { id, action, actor: caller, key, ...(version !== undefined && { version }) }),
    );
  }
}
