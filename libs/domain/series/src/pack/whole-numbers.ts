/** 10^0 to 10^9: exact, so that dividing a whole number by one rounds once. */
const POWERS = Float64Array.from({ length: 10 }, (_, i) => 10 ** i);
/** Whole numbers below stay exact when two of their differences are subtracted. */
const LARGEST = 2 ** 50;

/** Used by every call, so that a series costs no memory of its own. */
let numbers = new Float64Array(4096);

/** Numbers that, divided by ten to the `places`, are the values. */
export interface WholeNumbers {
  readonly numbers: Float64Array;
  readonly places: number;
}

/**
 * Values times a power of ten that makes whole numbers of all of them, such that dividing gives back every bit; undefined when a value
 * is no decimal of up to 9 places. The numbers are overwritten by the next call.
 * @param count only so many values, from the first on
 */
export function wholeNumbers(values: Float64Array, words: Uint32Array, count = values.length): WholeNumbers | undefined {
  if (numbers.length < count) numbers = new Float64Array(2 * count);
  let places = 0;
  let since = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (value === 0 && words[2 * i + 1] !== 0) return undefined; // minus zero
    for (;;) {
      const power = POWERS[places]!;
      const whole = Math.round(value * power);
      if (!(whole < LARGEST && whole > -LARGEST)) return undefined;
      numbers[i] = whole;
      if (whole / power === value) break;
      places += 1;
      since = i;
      if (places === POWERS.length) return undefined;
    }
  }
  const power = POWERS[places]!;
  for (let i = 0; i < since; i++) {
    const whole = Math.round(values[i]! * power);
    if (!(whole < LARGEST && whole > -LARGEST) || whole / power !== values[i]) return undefined;
    numbers[i] = whole;
  }
  return { numbers, places };
}
