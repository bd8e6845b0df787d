import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { EntityDetector } from '../entity-detector.ts';
import { entityKey, EntityRef } from '../entity-ref.ts';
import { ModelChange, ModelTraining, ModelVersion } from '../model.ts';
import { Actor } from '../approval.ts';

const server = 'anomaly';
const clients = ['gateway'] as const;

/** An entity as text, `environment/kind/id`. */
export const EntityKey = z
  .string()
  .max(600)
  .refine((text) => parseEntityKey(text) !== undefined, 'environment/kind/id, e.g. production/host/web-1');

/** `undefined` when the text is none. */
export function parseEntityKey(text: string): EntityRef | undefined {
  const [environment, kind, ...id] = text.split('/');
  const parsed = EntityRef.safeParse({ environment, kind, id: id.join('/') });
  return parsed.success && entityKey(parsed.data) === text ? parsed.data : undefined;
}

/** Versions of models, those trained last first. */
export const ListModels = defineRequest('models.list.v1', {
  ...{ server, clients },
  request: z.object({
    entity: EntityKey.optional(),
    limit: z.number().int().min(1).max(200).default(50),
    cursor: z.string().max(700).optional(),
  }),
  response: z.object({ models: z.array(ModelVersion), cursor: z.string().nullable() }),
});

/** One version; the one in use, or the newest where the baseline is, unless `version` says which. `not-found` when there is none. */
export const GetModel = defineRequest('models.get.v1', {
  ...{ server, clients },
  request: z.object({ entity: EntityKey, version: z.number().int().positive().optional() }),
  response: z.object({ model: ModelVersion }),
});

/** Trainings, those queued last first. */
export const ListTrainings = defineRequest('trainings.list.v1', {
  ...{ server, clients },
  request: z.object({ entity: EntityKey.optional(), limit: z.number().int().min(1).max(200).default(50) }),
  response: z.object({ trainings: z.array(ModelTraining) }),
});

/** Queues a training; the one that is queued or running where there is one. `not-found` for an entity that is not watched. */
export const TrainModel = defineRequest('models.train.v1', {
  ...{ server, clients },
  request: z.object({ entity: EntityKey, actor: Actor }),
  response: z.object({ training: ModelTraining }),
});

/** Scores an entity by that version from its next row on; 0 is the linear baseline. `conflict` when the entity has other signals by now. */
export const RollBackModel = defineRequest('models.roll-back.v1', {
  ...{ server, clients },
  request: z.object({
    entity: EntityKey,
    version: z.number().int().nonnegative(),
    actor: Actor,
    reason: z.string().max(1000).default(''),
  }),
  response: z.object({ change: ModelChange }),
});

/** Entities whose signals are scored together, by key, those whose key contains `search` alone. */
export const ListEntityDetectors = defineRequest('detectors.entities.v1', {
  ...{ server, clients },
  request: z.object({ search: z.string().max(200).default(''), limit: z.number().int().min(1).max(500).default(100) }),
  response: z.object({
    entities: z.array(EntityDetector),
    /** How many there are, those beyond `limit` too. */
    total: z.number().int().nonnegative(),
    /** False alarms a week that a series, or an entity, is granted. */
    falseAlarmsPerWeek: z.number().positive(),
  }),
});
