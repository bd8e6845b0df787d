/** `12:04:05 UTC`, with the date in front when it is not the day of `now`. */
export function clock(instant: string | number, now: Date): string {
  const iso = new Date(instant).toISOString();
  const time = `${iso.slice(11, 19)} UTC`;
  return iso.slice(0, 10) === now.toISOString().slice(0, 10) ? time : `${iso.slice(0, 10)} ${time}`;
}

const STEPS: readonly (readonly [string, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** `2 minutes`, `1 hour`: the largest unit that fits. */
export function span(ms: number): string {
  for (const [unit, size] of STEPS) {
    const n = Math.floor(ms / size);
    if (n >= 1) return `${n} ${unit}${n === 1 ? '' : 's'}`;
  }
  return 'less than a second';
}

export const ago = (instant: string, now: Date): string => `${span(Math.max(0, now.getTime() - Date.parse(instant)))} ago`;
