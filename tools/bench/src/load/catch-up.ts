import type { LoadPlan } from './load-plan.ts';

/** Times the live rate at which a sender sends what an outage left behind, while live samples go on. */
export const CATCH_UP_RATE = 10;

export interface CatchUp {
  readonly liveSamplesPerSecond: number;
  readonly rounds: number;
  /** Until nothing is left to send when the receiver keeps up: live samples of the meantime come on top. */
  readonly idealSeconds: number;
}

/** What is to be sent after an outage of so long, until the sender is back in the present. */
export function catchUpOf(outageSeconds: number, { series, stepMs }: Pick<LoadPlan, 'series' | 'stepMs'>): CatchUp {
  const idealSeconds = outageSeconds / (CATCH_UP_RATE - 1);
  return {
    liveSamplesPerSecond: (series * 1000) / stepMs,
    rounds: Math.ceil(((outageSeconds + idealSeconds) * 1000) / stepMs),
    idealSeconds,
  };
}
