import { entityKey } from '@cloudops/contracts';
import type { SignalColumn } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import { LiveViews } from '../domain/live-views.ts';
import { type Attempt, Models } from '../domain/models.ts';
import type { StudyResult } from '../domain/studies.ts';
import type { Studied } from './study-past.ts';
import { takeOver } from '../domain/take-over.ts';
import { FollowSamples } from './follow-samples.ts';

export interface Trained extends Studied {
  readonly columns: readonly SignalColumn[];
  readonly seconds: number;
}

/** Stores a trained model, and lets it score its entity where it is better. */
@Injectable()
export class TakeModelOver {
  constructor(
    private readonly samples: FollowSamples,
    private readonly views: LiveViews,
    private readonly models: Models,
  ) {}

  /** Between two batches: no row is scored between the decision and its effect. */
  store(attempt: Attempt, { past, columns, loss, study, seconds }: Trained, at: Date): Promise<void> {
    const { baseline, model, promotion, weights, state } = study;
    const { entity: ref, cause } = attempt.training;
    const instant = (ms: number): string => new Date(ms).toISOString();
    const version = {
      ...{
        entity: ref,
        trainedAt: at.toISOString(),
        cause,
        rows: past.times.length,
        baseline,
        model,
        loss: [...loss],
        trainingSeconds: seconds,
      },
      ...{ from: instant(past.times[0]!), to: instant(past.times.at(-1)!), promoted: promotion.promoted, reason: told(promotion, study) },
      signals: columns.map(({ metric, title, kind }) => ({ metric, title, kind })),
    };
    return this.samples.lane.run(async () => {
      const entity = this.views.entities.get(entityKey(ref));
      const decided = entity && takeOver(entity.present, { columns, rows: past.times.length }, promotion);
      const assignment = await this.models.add(attempt, { version, columns, weights, state }, decided, at);
      if (assignment) this.views.entities.assign(assignment);
    });
  }
}

function told({ promoted, reason }: StudyResult['promotion'], { baseline, model }: StudyResult): string {
  const share = (x: number): string => `${(100 * x).toFixed(1)} %`;
  return `${promoted ? 'promoted' : 'not promoted'}, ${reason}: it tells ${share(model.told)} of disturbed rows from real ones, the linear baseline ${share(baseline.told)}`;
}
