import { EntityKey, GetModel, ListModels, ListTrainings, type ResponseData, RollBackModel, TrainModel } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { RecordPrivilegedCall } from '../use-cases/record-privileged-call.ts';
import { Caller } from './caller.ts';
import { Operation } from './operation.ts';
import { limit } from './query-schemas.ts';

const TAG = 'signals';
const ModelsQuery = z
  .object({ entity: EntityKey.optional(), limit: limit(200, 50), cursor: z.string().min(1).max(700).optional() })
  .strict();
const ModelQuery = z.object({ entity: EntityKey, version: z.coerce.number().int().positive().optional() }).strict();
const TrainingsQuery = z.object({ entity: EntityKey.optional(), limit: limit(200, 50) }).strict();
const TrainBody = z.object({ entity: EntityKey }).strict();
/** `version` 0 is the linear baseline. */
const RollBackBody = z
  .object({ entity: EntityKey, version: z.number().int().nonnegative(), reason: z.string().max(1000).default('') })
  .strict();

@Controller('api/v1/models')
export class ModelsController {
  constructor(
    private readonly bus: Bus,
    private readonly privileged: RecordPrivilegedCall,
  ) {}

  @Operation({
    ...{ access: 'viewer', tag: TAG, query: ModelsQuery, answer: ListModels.response },
    summary: 'Versions of models of how the signals of an entity move together, trained last first',
  })
  @Get()
  listModels(@Query(valid(ModelsQuery)) query: z.infer<typeof ModelsQuery>): Promise<ResponseData<typeof ListModels>> {
    return this.bus.request(ListModels, query);
  }

  @Operation({
    ...{ access: 'viewer', tag: TAG, query: ModelQuery, answer: GetModel.response, failures: [404] },
    summary: 'One version with its loss curve and its evaluation; the one in use, or the newest, unless asked for another',
  })
  @Get('version')
  getModel(@Query(valid(ModelQuery)) query: z.infer<typeof ModelQuery>): Promise<ResponseData<typeof GetModel>> {
    return this.bus.request(GetModel, query);
  }

  @Operation({
    ...{ access: 'viewer', tag: TAG, query: TrainingsQuery, answer: ListTrainings.response },
    summary: 'Trainings that wait, run and have ended, queued last first; `training.progressed.v1` on the live stream tells the same',
  })
  @Get('trainings')
  listTrainings(@Query(valid(TrainingsQuery)) query: z.infer<typeof TrainingsQuery>): Promise<ResponseData<typeof ListTrainings>> {
    return this.bus.request(ListTrainings, query);
  }

  @Operation({
    ...{ access: 'operator', tag: TAG, body: TrainBody, answer: TrainModel.response, failures: [404] },
    summary: 'The training that now waits; the one that waits or runs already where there is one',
  })
  @Post('train')
  @HttpCode(200)
  trainModel(
    @Body(valid(TrainBody)) { entity }: z.infer<typeof TrainBody>,
    @Caller() caller: CallerOf,
  ): Promise<ResponseData<typeof TrainModel>> {
    const call = { caller, action: 'model.train', subject: entity, detail: {} };
    return this.privileged.around(call, () => this.bus.request(TrainModel, { entity, actor: caller }));
  }

  @Operation({
    ...{ access: 'operator', tag: TAG, body: RollBackBody, answer: RollBackModel.response, failures: [404, 409] },
    summary: 'By what the entity is scored from its next row on: another version, or 0 for the linear baseline',
  })
  @Post('rollback')
  @HttpCode(200)
  rollBackModel(
    @Body(valid(RollBackBody)) body: z.infer<typeof RollBackBody>,
    @Caller() caller: CallerOf,
  ): Promise<ResponseData<typeof RollBackModel>> {
    const { entity, version, reason } = body;
    const call = { caller, action: 'model.roll-back', subject: entity, detail: { version, reason } };
    return this.privileged.around(call, () => this.bus.request(RollBackModel, { ...body, actor: caller }));
  }
}
