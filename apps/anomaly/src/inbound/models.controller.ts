import {
  GetModel,
  ListModels,
  ListTrainings,
  type RequestData,
  type ResponseInput,
  RollBackModel as RollBack,
  TrainModel as Train,
} from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { Models, Trainings } from '../domain/models.ts';
import { QueueTrainings } from '../use-cases/queue-trainings.ts';
import { RollBackModel } from '../use-cases/roll-back-model.ts';

/** Versions of models, their trainings, and what a person may do about them. */
@Controller()
export class ModelsController {
  constructor(
    private readonly models: Models,
    private readonly trainings: Trainings,
    private readonly queue: QueueTrainings,
    private readonly rollBack: RollBackModel,
  ) {}

  @Answers(ListModels)
  async list(query: RequestData<typeof ListModels>): Promise<ResponseInput<typeof ListModels>> {
    const { items, cursor } = await this.models.list(query);
    return { models: items, cursor };
  }

  @Answers(GetModel)
  async get({ entity, version }: RequestData<typeof GetModel>): Promise<ResponseInput<typeof GetModel>> {
    return { model: await this.models.get(entity, version) };
  }

  @Answers(ListTrainings)
  async listTrainings(query: RequestData<typeof ListTrainings>): Promise<ResponseInput<typeof ListTrainings>> {
    return { trainings: await this.trainings.list(query) };
  }

  @Answers(Train)
  async train({ entity, actor }: RequestData<typeof Train>): Promise<ResponseInput<typeof Train>> {
    return { training: await this.queue.ask(entity, actor, new Date()) };
  }

  @Answers(RollBack)
  async change({ entity, version, actor, reason }: RequestData<typeof RollBack>): Promise<ResponseInput<typeof RollBack>> {
    return { change: await this.rollBack.change(entity, version, actor, reason, new Date()) };
  }
}
