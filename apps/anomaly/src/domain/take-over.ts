import { type Promotion, sameColumns, type SignalColumn } from '@cloudops/domain-detection';
import type { TakeOver } from './models.ts';

/** What history taught is worth more than what was learnt online when it is at least so many times as much. */
const WORTH = 2;

/** What scores an entity while its training ends. */
export interface Present {
  readonly columns: readonly SignalColumn[];
  readonly rows: number;
  /** Time of its latest row, ms. */
  readonly lastRow: number;
  /** 0 for the baseline. */
  readonly version: number;
}

/**
 * What becomes of an entity whose training has ended: a promoted network is used, another is not; what history taught replaces what was
 * learnt online where that is little or about other signals. `undefined` when all stays as it is.
 */
export function takeOver(
  present: Present,
  trained: { columns: readonly SignalColumn[]; rows: number },
  promotion: Promotion,
): TakeOver | undefined {
  const same = sameColumns(present.columns, trained.columns);
  const state = !same || trained.rows >= WORTH * present.rows;
  if (!promotion.promoted && !state) return undefined;
  const since = present.lastRow;
  if (promotion.promoted) return { since, network: 'trained', state, reason: `promoted: ${promotion.reason}` };
  if (!same) return { since, network: 0, state, reason: `not promoted: ${promotion.reason}; the model before was about other signals` };
  return { since, network: present.version, state, reason: `not promoted: ${promotion.reason}; history taught more than was learnt since` };
}
