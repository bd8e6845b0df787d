const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** "3 min. ago" for an ISO instant. */
export function ago(instant: string): string {
  const seconds = (Date.parse(instant) - Date.now()) / 1000;
  if (seconds > -60) return RELATIVE.format(Math.round(seconds), 'second');
  if (seconds > -3600) return RELATIVE.format(Math.round(seconds / 60), 'minute');
  if (seconds > -86_400) return RELATIVE.format(Math.round(seconds / 3600), 'hour');
  return RELATIVE.format(Math.round(seconds / 86_400), 'day');
}

/** Local clock time with seconds, 24 hours. */
export const clock = (instant: string): string => new Date(instant).toLocaleTimeString('en-GB');

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** Sentences of the services name instants in UTC; people read local clock times. */
export const localTimes = (text: string): string => text.replace(INSTANT, clock);

const UNITS = ['', 'k', 'M', 'G', 'T'];

/** Four significant digits with a metric prefix: 1.25 M. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  let scaled = value;
  let unit = 0;
  while (Math.abs(scaled) >= 1000 && unit < UNITS.length - 1) {
    scaled /= 1000;
    unit++;
  }
  return `${Number(scaled.toPrecision(4))}${unit === 0 ? '' : ` ${UNITS[unit]}`}`;
}

export const SEVERITY_COLORS = { low: 'gray', medium: 'yellow', high: 'orange', critical: 'red' } as const;
