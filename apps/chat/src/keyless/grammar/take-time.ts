import { MAX_MINUTES } from '../../tools/time-window.ts';
import { NUMBER_WORD, numberOf } from './words.ts';

export interface Taken<T> {
  readonly value: T | undefined;
  /** The question without the words that were understood. */
  readonly rest: string;
}

const UNIT_MINUTES: readonly (readonly [RegExp, number])[] = [
  [/^s(ec(ond)?s?)?$/, 1 / 60],
  [/^m(in(ute)?s?)?$/, 1],
  [/^h(r|rs|our|ours)?$/, 60],
  [/^d(ays?)?$/, 1_440],
  [/^w(eeks?)?$/, 10_080],
];
const UNIT = '(s|sec|secs|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)';
const RELATIVE = [
  new RegExp(
    `\\b(?:(?:from|since|in|of|for|over|during|within)\\s+)?(?:the\\s+)?(?:last|past|previous)\\s+(?:(${NUMBER_WORD})\\s*)?${UNIT}\\b`,
  ),
  new RegExp(`\\b(?:(?:from|since)\\s+)?(${NUMBER_WORD})\\s*${UNIT}\\s+ago\\b`),
  new RegExp(`\\b(?:in|for|over|within|since)\\s+(${NUMBER_WORD})\\s*${UNIT}\\b`),
];

const minutesOf = (unit: string): number => UNIT_MINUTES.find(([pattern]) => pattern.test(unit))?.[1] ?? 1;
const bound = (minutes: number): number => Math.min(MAX_MINUTES, Math.max(1, Math.ceil(minutes)));

/** Finds how far back a question looks, in minutes: `last hour`, `10 minutes ago`, `since 14:00`, `today`. Clock times are UTC. */
export function takeTime(text: string, now: Date): Taken<number> {
  for (const pattern of RELATIVE) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const count = found[1] === undefined ? 1 : numberOf(found[1]);
    if (count !== undefined) return { value: bound(count * minutesOf(found[2]!)), rest: without(text, found) };
  }
  return takeCalendar(text, now);
}

function takeCalendar(text: string, now: Date): Taken<number> {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const since = /\b(?:since|after|from)\s+(\d{1,2}):(\d{2})(?:\s*utc)?\b/.exec(text);
  if (since !== null) {
    const at = midnight + (Number(since[1]) * 60 + Number(since[2])) * 60_000;
    const start = at > now.getTime() ? at - 86_400_000 : at;
    return { value: bound((now.getTime() - start) / 60_000), rest: without(text, since) };
  }
  const day = /\b(?:since\s+)?(today|this morning|yesterday|last night|tonight)\b/.exec(text);
  if (day === null) return { value: undefined, rest: text };
  const start = day[1] === 'yesterday' || day[1] === 'last night' ? midnight - 86_400_000 : midnight;
  return { value: bound((now.getTime() - start) / 60_000), rest: without(text, day) };
}

const without = (text: string, found: RegExpExecArray): string =>
  `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.replace(/\s+/g, ' ').trim();

const COUNT = new RegExp(
  `\\b(?:last|latest|newest|recent|top|first)\\s+(${NUMBER_WORD})\\b|\\b(${NUMBER_WORD})\\s+(?:most recent|latest|newest|last|recent)\\b`,
);

/** Finds how many things a question asks for: `last 3`, `five most recent`. */
export function takeCount(text: string): Taken<number> {
  const found = COUNT.exec(text);
  const count = found === null ? undefined : numberOf(found[1] ?? found[2]!);
  if (found === null || count === undefined || count < 1) return { value: undefined, rest: text };
  return { value: Math.min(20, count), rest: without(text, found) };
}
