const ROW_MS = 60_000;
/** A whole number below this is the number of a row: as seconds it would be before 1973. */
const FIRST_SECOND = 1e8;
const FIRST_MILLISECOND = 1e11;
const FIRST_MICROSECOND = 1e14;
const FIRST_NANOSECOND = 1e17;
const NUMBER = /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i;
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i;
/** As spreadsheets write dates; of 02/03/2026 the month comes first. */
const SLASHES = /^\d{1,4}\/\d{1,2}\/\d{1,4}( \d{1,2}:\d\d(:\d\d(\.\d+)?)?( [AP]M)?)?$/i;

/**
 * @param stamp a date (UTC where it names no zone), seconds, ms, us or ns since 1970, or the number of a row of 60 s.
 * @returns ms since 1970; NaN when it is none of these.
 */
export function readTime(stamp: string): number {
  const text = stamp.trim();
  if (NUMBER.test(text)) return timeOfNumber(Number(text));
  if (SLASHES.test(text)) return Date.parse(`${text} UTC`);
  const [, day, time = '00:00', zone = 'Z'] = ISO.exec(text) ?? [];
  return day === undefined ? NaN : Date.parse(`${day}T${time.replace(',', '.').replace(/^\d:/, '0$&')}${zoneOf(zone)}`);
}

function timeOfNumber(number: number): number {
  if (number < FIRST_SECOND) return number * ROW_MS;
  if (number < FIRST_MILLISECOND) return number * 1_000;
  if (number < FIRST_MICROSECOND) return number;
  return number < FIRST_NANOSECOND ? number / 1e3 : number / 1e6;
}

function zoneOf(zone: string): string {
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return hours === undefined ? 'Z' : `${hours}:${minutes}`;
}
