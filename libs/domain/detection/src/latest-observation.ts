import type { Band } from '@cloudops/contracts';
import type { Observation } from './detector.ts';
import type { Transition } from './transition.ts';

/** A band that is filled in anew for every point. Its numbers lie in an array, since storing one in a property would allocate it. */
export class BandSlot implements Band {
  private readonly numbers = new Float64Array(3);

  get yhat(): number {
    return this.numbers[0]!;
  }
  get yhat_lower(): number {
    return this.numbers[1]!;
  }
  get yhat_upper(): number {
    return this.numbers[2]!;
  }

  set(yhat: number, lower: number, upper: number): void {
    this.numbers[0] = yhat;
    this.numbers[1] = lower;
    this.numbers[2] = upper;
  }
}

/** The one observation that is given out, in the same way. */
export class LatestObservation implements Observation {
  readonly band = new BandSlot();
  reason: Observation['reason'] = 'learning';
  transition: Transition | undefined;
  unusual: Transition | undefined;
  private readonly numbers = new Float64Array(2);

  get score(): number {
    return this.numbers[0]!;
  }
  set score(score: number) {
    this.numbers[0] = score;
  }
  get rarity(): number {
    return this.numbers[1]!;
  }
  set rarity(rarity: number) {
    this.numbers[1] = rarity;
  }
}
