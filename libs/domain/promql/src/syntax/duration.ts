const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['y', 365 * 86_400_000],
  ['w', 7 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];
const PATTERN = new RegExp(`^${UNITS.map(([unit]) => `(?:(\\d+)${unit})?`).join('')}$`);

/** Milliseconds of `1h30m` and the like; undefined when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const found = PATTERN.exec(text);
  if (found === null || text === '') return undefined;
  return UNITS.reduce((sum, [, ms], i) => sum + Number(found[i + 1] ?? 0) * ms, 0);
}

/** Number literal of PromQL: decimal, hexadecimal, `Inf`, `NaN`, or a duration in seconds. Undefined when it is none. */
export function parseNumber(text: string): number | undefined {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[+-]/, '').trim().replaceAll('_', '').toLowerCase();
  const duration = parseDuration(digits);
  const value = digits === 'inf' ? Infinity : digits === 'nan' ? NaN : duration !== undefined ? duration / 1000 : Number(digits);
  if (digits === '' || (Number.isNaN(value) && digits !== 'nan')) return undefined;
  return negative ? -value : value;
}
