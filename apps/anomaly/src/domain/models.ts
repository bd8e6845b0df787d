import type { ModelChange, ModelTraining, ModelVersion } from '@cloudops/contracts';
import type { AutoencoderWeights, SignalColumn } from '@cloudops/domain-detection';
import type { Page } from './findings.ts';
import type { ModelAssignment } from './model-assignment.ts';

/** A version that was just trained; its number is given when it is stored. */
export interface TrainedModel {
  readonly version: Omit<ModelVersion, 'version' | 'inUse'>;
  readonly columns: readonly SignalColumn[];
  readonly weights: AutoencoderWeights;
  /** What history taught of the entity. */
  readonly state: Uint8Array;
}

/** What becomes of an entity with a version that was just trained. */
export interface TakeOver {
  /** Rows later than this are scored by it, ms. */
  readonly since: number;
  /** Version whose network is used from then on; `trained` is the new one, 0 the baseline. */
  readonly network: 'trained' | number;
  /** Whether the entity goes on with what history taught. */
  readonly state: boolean;
  readonly reason: string;
}

export interface Changed {
  readonly change: ModelChange;
  readonly assignment: ModelAssignment;
}

/** Versions of models, and which of them scores which entity. */
export abstract class Models {
  /** Trained last first. */
  abstract list(query: { entity?: string; limit: number; cursor?: string }): Promise<Page<ModelVersion>>;
  /** @param version the one in use, or the newest where that is the baseline, unless given. @throws DomainError `not-found`. */
  abstract get(entity: string, version?: number): Promise<ModelVersion>;
  /** Signals of a version. @throws DomainError `not-found`. */
  abstract columns(entity: string, version: number): Promise<readonly SignalColumn[]>;
  /** Stores a version, what becomes of it and the end of its training, all or nothing. @throws DomainError `conflict` when the training is no longer this attempt's. */
  abstract add(training: Attempt, trained: TrainedModel, takeOver: TakeOver | undefined, at: Date): Promise<ModelAssignment | undefined>;
  /** Scores an entity by another version. @param version 0 is the baseline. */
  abstract change(entity: string, version: number, since: number, by: { actor: string; reason: string; at: Date }): Promise<Changed>;
  /** Drops versions that were trained before and are not in use. @returns rows. */
  abstract trim(before: Date): Promise<number>;
}

/** A training that was begun; `number` tells it from another attempt at the same one. */
export interface Attempt {
  readonly training: ModelTraining;
  readonly number: number;
}

/** Trainings that wait, run and have ended: all of it in the database, so that one that was cut off is begun again. */
export abstract class Trainings {
  /** Adds one unless one of its entity waits or runs already. @returns the one there is. */
  abstract queue(training: ModelTraining): Promise<ModelTraining>;
  /** Begins the one that has waited longest. */
  abstract begin(at: Date): Promise<Attempt | undefined>;
  /** Tells how far it is. @throws DomainError `conflict` when it is no longer this attempt's. */
  abstract progress(attempt: Attempt, training: ModelTraining): Promise<void>;
  /** Lets those that were cut off wait again; what was cut off three times has failed. @returns how many. */
  abstract resume(at: Date): Promise<number>;
  /** When the latest training of each entity ended, ms, and whether it made a version; by entity. */
  abstract ended(): Promise<Map<string, LastTraining>>;
  /** Queued last first. */
  abstract list(query: { entity?: string; limit: number }): Promise<ModelTraining[]>;
  abstract trim(before: Date): Promise<number>;
}

export interface LastTraining {
  readonly endedAt: number;
  readonly made: boolean;
  /** Whether one waits or runs. */
  readonly open: boolean;
}
