import { type Anomaly, type AnomalyFeedback, isWithin, type Tolerance, type WeeklyWindow } from '@cloudops/contracts';

/** What is tolerated is a little more than what was seen, or its next occurrence would be told for a trifle. */
const MARGIN = 1.1;

/** One feedback as scoring needs it; times in ms, of samples. */
export interface ToleranceRule {
  readonly tolerance: Tolerance;
  /** `null`: always. */
  readonly window: WeeklyWindow | null;
  readonly after: number;
  readonly until: number;
}

/** What is tolerated at one moment. */
export interface Tolerated {
  readonly tolerance: Tolerance;
  /** In hours in which something is expected a view does not learn: what is normal then is not normal at other times. */
  readonly mayLearn: boolean;
}

/** What was seen in an anomaly, and a tenth more: how far from the expected value its side went, or how rare its course was. */
export function toleranceOf({ kind, value, band, anomaly_score }: Pick<Anomaly, 'kind' | 'value' | 'band' | 'anomaly_score'>): Tolerance {
  const distance = Math.abs(value - band.yhat) * MARGIN;
  return {
    above: kind === 'above' ? distance : 0,
    below: kind === 'below' ? distance : 0,
    unusual: kind === 'unusual' ? anomaly_score * MARGIN : 0,
  };
}

/** The widest of all rules that hold for a sample of that time; `undefined` when none does. */
export function toleratedAt(rules: readonly ToleranceRule[], time: number): Tolerated | undefined {
  let tolerated: Tolerated | undefined;
  for (const { tolerance, window, after, until } of rules) {
    if (time <= after || time > until || (window !== null && !isWithin(window, time))) continue;
    const so = tolerated?.tolerance ?? { above: 0, below: 0, unusual: 0 };
    tolerated = {
      tolerance: {
        above: Math.max(so.above, tolerance.above),
        below: Math.max(so.below, tolerance.below),
        unusual: Math.max(so.unusual, tolerance.unusual),
      },
      mayLearn: (tolerated?.mayLearn ?? true) && window === null,
    };
  }
  return tolerated;
}

/** @param until end of its time, ms of sample time; later feedback took its place. */
export const ruleOf = ({ tolerance, window, effectiveAt }: AnomalyFeedback, until = Infinity): ToleranceRule => ({
  ...{ tolerance, window, after: Date.parse(effectiveAt), until },
});
