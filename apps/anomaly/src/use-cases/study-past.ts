import { FEWEST_ROWS, type SignalColumn } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import { EntityHistory, type PastRows } from '../domain/entity-history.ts';
import type { LiveEntity } from '../domain/live-entity.ts';
import { Studies, type StudyResult } from '../domain/studies.ts';

const DAY_MS = 86_400_000;
/** History that a model is made of: more would cost time and say less of today. */
const HISTORY_DAYS = 30;
/** Times that all rows are shown: after these, bent relations are known (ADR 0024). */
export const ITERATIONS = 150;
/** The same rows give the same model. */
const SEED = 1;

export interface Studied {
  readonly past: PastRows;
  readonly study: StudyResult;
  readonly loss: readonly number[];
}

/** Reads what is known of an entity's past, and trains and evaluates a network with it. */
@Injectable()
export class StudyPast {
  constructor(
    private readonly history: EntityHistory,
    private readonly studies: Studies,
  ) {}

  /** @returns why there is nothing to study, where there is not. @throws DomainError when history cannot be asked now, or it was stopped. */
  async study(
    entity: LiveEntity,
    columns: readonly SignalColumn[],
    now: number,
    onProgress: (iterations: number, loss: readonly number[]) => void,
  ): Promise<Studied | string> {
    const past = await this.history.read(entity.signalsOf(columns), now - HISTORY_DAYS * DAY_MS, now);
    const tooFew = `too few rows: ${past.times.length} of at least ${FEWEST_ROWS} (a day)`;
    if (past.times.length < FEWEST_ROWS) return tooFew;
    const loss: number[] = [];
    const study = await this.studies.study({ ...past, seed: SEED, iterations: ITERATIONS }, (iterations, error) => {
      loss.push(error);
      onProgress(iterations, loss);
    });
    return study ? { past, study, loss } : tooFew;
  }

  /** Cuts off what runs. */
  stop(): Promise<void> {
    return this.studies.stop();
  }
}
