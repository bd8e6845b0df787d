const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
/** Between these intervals the rule was measured; beyond them it stays as it is there. */
const SHORTEST_MS = 5 * MINUTE_MS;
const LONGEST_MS = 60 * MINUTE_MS;
const NATS_AT_SHORTEST = Math.log(WEEK_MS / SHORTEST_MS);

/**
 * What a surprise must come to, as a share of what is asked of a series of five minutes: a week of hourly points has a twelfth of the chances to show
 * something rare by accident, which is worth `ln 12` of the `ln 2016` nats of a week. The root goes half of that way: that much less is due to chance, but as much happens.
 * @param interval ms between two points; 0 = not known. @returns 0.82 for an hour, 1 for five minutes or less.
 */
export function chancesOf(interval: number): number {
  if (interval <= SHORTEST_MS) return 1;
  return Math.sqrt(Math.log(WEEK_MS / Math.min(LONGEST_MS, interval)) / NATS_AT_SHORTEST);
}
