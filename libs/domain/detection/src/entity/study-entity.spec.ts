import { describe, expect, it } from '@jest/globals';
import { noise } from '../testing/noise.ts';
import { Autoencoder } from './autoencoder.ts';
import { EntityState } from './entity-state.ts';
import { observeEntity } from './observe-entity.ts';
import { promote } from './promote.ts';
import { studyEntity } from './study-entity.ts';

const TRAINING = { seed: 1, iterations: 150 };
const COUNT = 1_600;
const TIMES = Array.from({ length: COUNT }, (_, i) => i * 60_000);

/** Signals that `shape` makes of one load, each with a little noise. */
function rowsOf(shapes: readonly ((load: number) => number)[]): number[][] {
  const load = noise(COUNT, 0, 1, 5);
  const small = shapes.map((_, k) => noise(COUNT, 0, 0.05, 11 + k));
  return load.map((x, i) => shapes.map((shape, k) => shape(x) + small[k]![i]!));
}
const bent = [(x: number) => x, (x: number) => 2 * x * x, (x: number) => Math.sin(4 * x), (x: number) => Math.abs(x)];
const straight = [(x: number) => x, (x: number) => -2 * x, (x: number) => 3 * x, (x: number) => x + 1];

describe('promote', () => {
  const baseline = { rows: 1_000, told: 0.8 };
  it.each([
    [{ rows: 1_000, told: 0.83 }, 'better'],
    [{ rows: 1_000, told: 0.81 }, 'not clearly better than the linear baseline'],
    [{ rows: 1_000, told: 0.5 }, 'tells nothing'],
    [{ rows: 1_000, told: NaN }, 'tells nothing'],
    [{ rows: 999, told: 0.99 }, 'not on the same rows'],
  ] as const)('%j beside a baseline of 0.8 is %s', (model, reason) => {
    expect(promote(baseline, model)).toEqual({ promoted: reason === 'better', reason });
  });

  it('asks for rows, and for more than a draw of the perfect', () => {
    expect(promote({ rows: 100, told: 0.6 }, { rows: 100, told: 0.99 }).reason).toBe('too few rows held out');
    expect(promote({ rows: 1_000, told: 1 }, { rows: 1_000, told: 1 }).promoted).toBe(false);
  });
});

describe('a study of an entity', () => {
  it('promotes the autoencoder where relations are bent, the same one every time, and it can be stored', async () => {
    const study = (await studyEntity(TIMES, rowsOf(bent), TRAINING))!;
    expect(study.promotion).toEqual({ promoted: true, reason: 'better' });
    expect((await studyEntity(TIMES, rowsOf(bent), TRAINING))!.autoencoder.weights).toEqual(study.autoencoder.weights);
    const stored = new Autoencoder(JSON.parse(JSON.stringify(study.autoencoder.weights)) as Autoencoder['weights']);
    const scores = [study.autoencoder, stored].map((relations) => {
      const state = new EntityState(4);
      return rowsOf(bent).map((row, i) => observeEntity(state, TIMES[i]!, row, relations).score);
    });
    expect(scores[0]!.every(Number.isFinite)).toBe(true);
    expect(scores[1]).toEqual(scores[0]);
  });

  it('keeps the linear baseline where relations are straight', async () => {
    const { baseline, promotion } = (await studyEntity(TIMES, rowsOf(straight), TRAINING))!;
    expect(baseline.told).toBeGreaterThan(0.9);
    expect(promotion.promoted).toBe(false);
  });

  it('is not made of a few rows', async () => {
    expect(await studyEntity(TIMES.slice(0, 287), rowsOf(straight).slice(0, 287), TRAINING)).toBeUndefined();
  });
});
