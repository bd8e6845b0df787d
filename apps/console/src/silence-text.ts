import type { Silence, WeeklyWindow } from '@cloudops/contracts';

// Types alone come from the contracts: their schemas need a library that asks the browser for `eval`, which the page's policy refuses.

export const WEEKDAYS: WeeklyWindow['weekdays'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `{entity="web"}` */
export const selectorText = (matchers: Silence['matchers']): string =>
  `{${matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`).join(',')}}`;

/** `mon, tue 06:00-07:00 Europe/Berlin` */
export const weeklyText = ({ weekdays, from, to, timeZone }: WeeklyWindow): string => `${weekdays.join(', ')} ${from}-${to} ${timeZone}`;
