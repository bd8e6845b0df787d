import { entityKey } from '@cloudops/contracts';
import { FEWEST_SIGNALS } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import { LiveViews } from '../domain/live-views.ts';
import { type Attempt, Trainings } from '../domain/models.ts';
import { ITERATIONS, StudyPast } from './study-past.ts';
import { TakeModelOver } from './take-model-over.ts';

const PROGRESS_EVERY_MS = 1_000;

/** Trains the model that has waited longest and stores what comes of it. */
@Injectable()
export class TrainModel {
  private stopped = false;

  constructor(
    private readonly views: LiveViews,
    private readonly past: StudyPast,
    private readonly trainings: Trainings,
    private readonly result: TakeModelOver,
  ) {}

  /** @returns whether there was one. A failure ends that training and is told there. */
  async next(clock: () => Date): Promise<boolean> {
    const attempt = await this.trainings.begin(clock());
    if (!attempt) return false;
    try {
      const message = await this.train(attempt, clock);
      if (message !== undefined) await this.end(attempt, 'done', message, clock());
    } catch (error) {
      // what this process cut off itself is begun again by the next one
      if (!this.stopped) await this.end(attempt, 'failed', error instanceof Error ? error.message : String(error), clock());
    }
    return true;
  }

  /** Cuts off what runs; it is begun again later. */
  stop(): Promise<void> {
    this.stopped = true;
    return this.past.stop();
  }

  /** @returns why there is no version, where there is none. */
  private async train(attempt: Attempt, clock: () => Date): Promise<string | undefined> {
    const entity = this.views.entities.get(entityKey(attempt.training.entity));
    const columns = entity?.wanted ?? [];
    if (!entity || columns.length < FEWEST_SIGNALS) return `fewer than ${FEWEST_SIGNALS} signals of it are known`;
    const begun = clock().getTime();
    const studied = await this.past.study(entity, columns, begun, this.teller(attempt, clock));
    if (typeof studied === 'string') return studied;
    await this.result.store(attempt, { ...studied, columns, seconds: (clock().getTime() - begun) / 1_000 }, clock());
    return undefined;
  }

  /** Progress is told when a second has passed, by one transaction at a time; what cannot be told now is told with the next. */
  private teller(attempt: Attempt, clock: () => Date): (iterations: number, loss: readonly number[]) => void {
    let [startedAt, lastAt, busy] = [0, 0, false];
    return (iterations, loss) => {
      const now = clock().getTime();
      startedAt ||= now;
      if (busy || now - lastAt < PROGRESS_EVERY_MS) return;
      [lastAt, busy] = [now, true];
      const progress = iterations / ITERATIONS;
      const etaSeconds = now > startedAt ? Math.round(((now - startedAt) / 1_000) * (1 / progress - 1)) : null;
      const message = `training: ${iterations} of ${ITERATIONS} iterations`;
      void this.trainings
        .progress(attempt, { ...attempt.training, progress, loss: [...loss], etaSeconds, message })
        .catch(() => undefined)
        .finally(() => (busy = false));
    };
  }

  private async end(attempt: Attempt, state: 'done' | 'failed', message: string, at: Date): Promise<void> {
    await this.trainings.progress(attempt, {
      ...attempt.training,
      state,
      progress: 1,
      etaSeconds: null,
      message,
      endedAt: at.toISOString(),
    });
  }
}
