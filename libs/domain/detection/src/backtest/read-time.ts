const ROW_MS = 60_000;
/** A whole number below this is the number of a row: as seconds it would be before 1973. */
const FIRST_SECOND = 1e8;
const FIRST_MILLISECOND = 1e11;

/** @param stamp a date (UTC where it names no zone), seconds or ms since 1970, or the number of a row of 60 s. @returns ms since 1970; NaN when it is none of these. */
export function readTime(stamp: string): number {
  const text = stamp.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) {
    const number = Number(text);
    return number < FIRST_SECOND ? number * ROW_MS : number < FIRST_MILLISECOND ? number * 1000 : number;
  }
  const iso = text.replace(' ', 'T');
  return Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : iso.includes('T') ? `${iso}Z` : `${iso}T00:00:00Z`);
}
