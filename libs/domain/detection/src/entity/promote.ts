import type { Evaluation } from './evaluate-relations.ts';

export interface Promotion {
  readonly promoted: boolean;
  readonly reason:
    'too few rows held out' | 'not on the same rows' | 'tells nothing' | 'not clearly better than the linear baseline' | 'better';
}

const FEWEST_ROWS = 200;
/** Share of the baseline's mistakes that a model must still make at most: a draw is not worth a model. */
const MISTAKES_LEFT = 0.9;

/** Whether a trained model takes the baseline's place. Both must have been evaluated on the same held-out rows. */
export function promote(baseline: Evaluation, model: Evaluation): Promotion {
  if (baseline.rows !== model.rows) return { promoted: false, reason: 'not on the same rows' };
  if (model.rows < FEWEST_ROWS) return { promoted: false, reason: 'too few rows held out' };
  if (!(model.told > 0.5)) return { promoted: false, reason: 'tells nothing' };
  return 1 - model.told <= MISTAKES_LEFT * (1 - baseline.told) && model.told > baseline.told
    ? { promoted: true, reason: 'better' }
    : { promoted: false, reason: 'not clearly better than the linear baseline' };
}
