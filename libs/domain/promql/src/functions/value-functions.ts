/** Functions of one value with scalar parameters. They drop the metric's name. */
export type ValueFunction = (value: number, first: number, second: number) => number;

/** As Go has them: an infinity wins over NaN. */
const max = (a: number, b: number): number => (a === Infinity || b === Infinity ? Infinity : Math.max(a, b));
const min = (a: number, b: number): number => (a === -Infinity || b === -Infinity ? -Infinity : Math.min(a, b));
const DAY_MS = 86_400_000;

export const VALUE_FUNCTIONS: ReadonlyMap<string, ValueFunction> = new Map<string, ValueFunction>([
  ['abs', Math.abs],
  ['ceil', Math.ceil],
  ['floor', Math.floor],
  ['exp', Math.exp],
  ['ln', Math.log],
  ['log2', Math.log2],
  ['log10', Math.log10],
  ['sqrt', Math.sqrt],
  ['sgn', Math.sign],
  ['clamp', (value, least, most) => max(least, min(most, value))],
  ['clamp_min', max],
  ['clamp_max', min],
  // multiplied by the inverse, as Prometheus does
  ['round', (value, nearest) => Math.floor(value * (1 / nearest) + 0.5) / (1 / nearest)],
]);

/** Functions of a time in seconds, UTC. */
export const DATE_FUNCTIONS: ReadonlyMap<string, (date: Date) => number> = new Map<string, (date: Date) => number>([
  ['minute', (date) => date.getUTCMinutes()],
  ['hour', (date) => date.getUTCHours()],
  ['day_of_week', (date) => date.getUTCDay()],
  ['day_of_month', (date) => date.getUTCDate()],
  ['day_of_year', (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1],
  ['days_in_month', (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()],
  ['month', (date) => date.getUTCMonth() + 1],
  ['year', (date) => date.getUTCFullYear()],
]);
