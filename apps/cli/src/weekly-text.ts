import { WeeklyWindow } from '@cloudops/contracts';
import { CliError, EXIT } from './cli-error.ts';

/** The hours that a person means by `mon,tue 06:00-07:00`. @throws CliError that says how it is written. */
export function weeklyWindow(text: string, timeZone: string): WeeklyWindow {
  const [, days, from, to] = /^([a-z, ]+?) +(\d\d:\d\d)-(\d\d:\d\d)$/i.exec(text.trim()) ?? [];
  const weekdays = days?.toLowerCase().split(/[, ]+/);
  const { data, error } = WeeklyWindow.safeParse({ weekdays, from, to, timeZone });
  if (data) return data;
  const zone = error.issues.some((issue) => issue.path[0] === 'timeZone');
  throw new CliError(
    zone ? `${timeZone} is no time zone: write Europe/Berlin` : `${text} are no hours: write 'mon,tue 06:00-07:00'`,
    EXIT.usage,
  );
}

/** The zone of whoever sits here. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
