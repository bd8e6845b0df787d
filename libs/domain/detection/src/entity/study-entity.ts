import { type Autoencoder, inputOf } from './autoencoder.ts';
import { LINEAR_RELATIONS } from './cross-signals.ts';
import { EntityState } from './entity-state.ts';
import { type Evaluation, evaluateRelations, type NormalisedRow } from './evaluate-relations.ts';
import { observeEntity } from './observe-entity.ts';
import { promote, type Promotion } from './promote.ts';
import { trainAutoencoder, type Training } from './train-autoencoder.ts';

export interface Study {
  readonly baseline: Evaluation;
  readonly model: Evaluation;
  readonly promotion: Promotion;
  readonly autoencoder: Autoencoder;
  /** What is known of the entity after the last row: an entity that is watched for less long can go on with it. */
  readonly state: EntityState;
}

/** Share of the rows after which scales and season are taken to be known, and after which rows are held out. */
const KNOWN_AFTER = 0.25;
const HELD_OUT_AFTER = 0.75;
/** A day of rows of five minutes. */
export const FEWEST_ROWS = 288;

/**
 * Trains an autoencoder on an entity's rows and compares it with the linear baseline on the last quarter, which neither has seen.
 * `undefined` with too few rows. Takes seconds of processor time.
 * @param times ms, ascending. @param rows one a time, one number a signal, NaN where missing.
 */
export async function studyEntity(
  times: readonly number[],
  rows: readonly ArrayLike<number>[],
  training: Training,
): Promise<Study | undefined> {
  if (rows.length < FEWEST_ROWS) return undefined;
  const state = new EntityState(rows[0]!.length);
  const inputs: Float64Array[] = [];
  const heldOut: NormalisedRow[] = [];
  let before: EntityState | undefined;
  for (let at = 0; at < rows.length; at++) {
    if (!before && at >= rows.length * HELD_OUT_AFTER) before = EntityState.restore(state.serialise());
    observeEntity(state, times[at]!, rows[at]!);
    if (before) heldOut.push({ z: state.z.slice(), expected: state.expected.slice() });
    else if (at >= rows.length * KNOWN_AFTER) inputs.push(inputOf(state, new Float64Array(2 * state.signals)));
  }
  const autoencoder = await trainAutoencoder(inputs, training);
  const baseline = evaluateRelations(before!, heldOut, LINEAR_RELATIONS, training.seed);
  const model = evaluateRelations(before!, heldOut, autoencoder, training.seed);
  return { baseline, model, promotion: promote(baseline, model), autoencoder, state };
}
