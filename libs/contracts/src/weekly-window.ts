import { z } from 'zod';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const MINUTES_A_DAY = 1_440;
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day like 06:00');

const isTimeZone = (zone: string): boolean => {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
};

/** Hours that come back every week, by the clocks on the wall: `06:00` stays 06:00 when clocks change. */
export const WeeklyWindow = z
  .object({
    /** On which it begins. */
    weekdays: z.array(z.enum(WEEKDAYS)).min(1).max(7),
    from: Clock,
    /** Excluded. Not later than `from`: of the next day; the same: all day. */
    to: Clock,
    timeZone: z.string().max(64).refine(isTimeZone, 'an IANA time zone like Europe/Berlin').default('UTC'),
  })
  .strict();
export type WeeklyWindow = z.infer<typeof WeeklyWindow>;

/** @param time ms since the epoch. */
export function isWithin({ weekdays, from, to, timeZone }: WeeklyWindow, time: number): boolean {
  const { weekday, minute } = localTime(time, timeZone);
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  const begunOn = (day: number): boolean => weekdays.includes(WEEKDAYS[(day + 7) % 7]!);
  if (end > begin) return begunOn(weekday) && minute >= begin && minute < end;
  return (begunOn(weekday) && minute >= begin) || (begunOn(weekday - 1) && minute < end);
}

/** `mon, tue 06:00-07:00 Europe/Berlin` */
export const weeklyText = ({ weekdays, from, to, timeZone }: WeeklyWindow): string => `${weekdays.join(', ')} ${from}-${to} ${timeZone}`;

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times what using it does. @throws RangeError when there is no such zone. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  formats.set(timeZone, format);
  return format;
}

function localTime(time: number, timeZone: string): { weekday: number; minute: number } {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const weekday = WEEKDAYS.findIndex((day) => day === parts['weekday']!.toLowerCase());
  return { weekday, minute: (Number(parts['hour']) * 60 + Number(parts['minute'])) % MINUTES_A_DAY };
}
