import {
  DomainError,
  GetModel,
  ListEntityDetectors,
  ListModels,
  ListTrainings,
  type RequestData,
  type ResponseInput,
  RollBackModel,
  TrainModel,
} from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { aModel, anEntity, anEntityDetector, aTraining } from '@cloudops/testing';
import { Injectable } from '@nestjs/common';
import { played } from './played.ts';

/** anomaly's answers about models. */
@Injectable()
export class ModelsPlayer {
  @Answers(ListModels)
  list(data: RequestData<typeof ListModels>): ResponseInput<typeof ListModels> {
    played.note('models.list.v1', data);
    return { models: [aModel()], cursor: null };
  }
  @Answers(GetModel)
  get({ version }: RequestData<typeof GetModel>): ResponseInput<typeof GetModel> {
    if (version === 9) throw new DomainError('not-found', 'model-not-found', 'There is no version 9');
    return { model: aModel() };
  }
  @Answers(ListTrainings)
  trainings(data: RequestData<typeof ListTrainings>): ResponseInput<typeof ListTrainings> {
    played.note('trainings.list.v1', data);
    return { trainings: [aTraining()] };
  }
  @Answers(ListEntityDetectors)
  entities(data: RequestData<typeof ListEntityDetectors>): ResponseInput<typeof ListEntityDetectors> {
    played.note('detectors.entities.v1', data);
    return { entities: [anEntityDetector()], total: 1, falseAlarmsPerWeek: 1 };
  }
  @Answers(TrainModel)
  train(data: RequestData<typeof TrainModel>): ResponseInput<typeof TrainModel> {
    played.note('models.train.v1', data);
    return { training: aTraining({ state: 'queued', progress: 0 }) };
  }
  @Answers(RollBackModel)
  rollBack(data: RequestData<typeof RollBackModel>): ResponseInput<typeof RollBackModel> {
    played.note('models.roll-back.v1', data);
    const { version, reason, actor } = data;
    return { change: { entity: anEntity(), version, previous: 3, since: '2026-01-15T12:00:00.000Z', actor: actor.id, reason } };
  }
}
