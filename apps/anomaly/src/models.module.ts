import type { Provider, Type } from '@nestjs/common';
import type { AnomalyConfig } from './anomaly.config.ts';
import { EntityHistory } from './domain/entity-history.ts';
import { Models, Trainings } from './domain/models.ts';
import { Studies } from './domain/studies.ts';
import { DetectorsController } from './inbound/detectors.controller.ts';
import { ModelTimer } from './inbound/model-timer.ts';
import { ModelsController } from './inbound/models.controller.ts';
import { AssignmentRows } from './outbound/assignment-rows.ts';
import { BusEntityHistory } from './outbound/bus-entity-history.ts';
import { PostgresModels } from './outbound/postgres-models.ts';
import { PostgresTrainings } from './outbound/postgres-trainings.ts';
import { WorkerStudies } from './outbound/worker-studies.ts';
import { DescribeDetectors } from './use-cases/describe-detectors.ts';
import { KeepModels, ModelTimes } from './use-cases/keep-models.ts';
import { QueueTrainings } from './use-cases/queue-trainings.ts';
import { RollBackModel } from './use-cases/roll-back-model.ts';
import { StudyPast } from './use-cases/study-past.ts';
import { TakeModelOver } from './use-cases/take-model-over.ts';
import { TrainModel } from './use-cases/train-model.ts';

const DAY_MS = 86_400_000;

/** How entities get models of their signals, and people a say in it; its own list, because the service's module wires much already. */
export const modelsControllers: Type[] = [ModelsController, DetectorsController];

export const modelsProviders = (config: AnomalyConfig): Provider[] => [
  ...[AssignmentRows, QueueTrainings, StudyPast, TrainModel, TakeModelOver, RollBackModel, KeepModels, DescribeDetectors, ModelTimer],
  { provide: Models, useClass: PostgresModels },
  { provide: Trainings, useClass: PostgresTrainings },
  { provide: Studies, useClass: WorkerStudies },
  { provide: EntityHistory, useClass: BusEntityHistory },
  { provide: ModelTimes, useValue: { keepMs: config.MODELS_DAYS * DAY_MS } },
];
