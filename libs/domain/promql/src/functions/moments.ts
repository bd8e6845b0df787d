import { CompensatedSum } from './compensated-sum.ts';

type Values = Float64Array;

export function sumOf(values: Values, from: number, to: number): number {
  const sum = new CompensatedSum();
  for (let i = from; i < to; i++) sum.add(values[i]!);
  return sum.value;
}

/** Incremental, so that large values do not overflow on the way. */
export function meanOf(values: Values, from: number, to: number): number {
  const mean = new CompensatedSum();
  for (let i = from, count = 1; i < to; i++, count++) {
    const value = values[i]!;
    if (Math.abs(mean.sum) === Infinity && (mean.sum === value || Number.isFinite(value))) continue;
    mean.add(value / count - mean.sum / count);
  }
  return mean.value;
}

/** Population variance by Welford's method. */
export function varianceOf(values: Values, from: number, to: number): number {
  const mean = new CompensatedSum();
  const squares = new CompensatedSum();
  for (let i = from, count = 1; i < to; i++, count++) {
    const value = values[i]!;
    const delta = value - mean.value;
    mean.add(delta / count);
    squares.add(delta * (value - mean.value));
  }
  return squares.value / (to - from);
}

export function maxOf(values: Values, from: number, to: number): number {
  let most = values[from]!;
  for (let i = from + 1; i < to; i++) if (values[i]! > most || Number.isNaN(most)) most = values[i]!;
  return most;
}

export function minOf(values: Values, from: number, to: number): number {
  let least = values[from]!;
  for (let i = from + 1; i < to; i++) if (values[i]! < least || Number.isNaN(least)) least = values[i]!;
  return least;
}
