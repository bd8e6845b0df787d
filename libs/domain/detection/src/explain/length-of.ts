const STEPS = [
  ['day', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** `41 days`, `9 h`, `3 min`: in the largest unit of which there are about two or more. @param ms zero or more. */
export function lengthOf(ms: number): string {
  const [unit, size] = STEPS.find(([, step]) => ms >= 1.95 * step) ?? STEPS[3];
  const count = ms / size;
  const text = count < 10 && unit === 'day' ? String(Number(count.toFixed(1))) : String(Math.round(count));
  return `${text} ${unit}${unit === 'day' ? 's' : ''}`;
}
