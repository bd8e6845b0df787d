import type { Labels } from '@cloudops/contracts';

/** `(after, to]`, ms since the epoch. */
export interface TimeWindow {
  readonly after: number;
  readonly to: number;
}

/** Where a backfill is: everything later than `windowEnd` is done, and in the window that ends there all names up to `lastName`. */
export interface BackfillCursor {
  readonly windowEnd: number;
  readonly windowMs: number;
  readonly lastName: string;
}

export interface BackfillJob {
  readonly id: string;
  readonly url: string;
  readonly match: string;
  readonly labels: Labels;
  /** The range that is read, ms; `from` excluded. */
  readonly from: number;
  readonly to: number;
  readonly maxSamplesPerSecond: number;
  readonly cursor: BackfillCursor;
}

export interface BackfillStep {
  readonly cursor: BackfillCursor;
  readonly state: 'running' | 'done' | 'failed';
  readonly samplesRead: number;
  readonly samplesAdded: number;
  readonly message: string;
}

export const LONGEST_WINDOW_MS = 24 * 3_600_000;
export const SHORTEST_WINDOW_MS = 60_000;
/** Short at first, so that a person soon sees it move. */
const FIRST_WINDOW_MS = 3_600_000;

export const firstCursor = (to: number): BackfillCursor => ({ windowEnd: to, windowMs: FIRST_WINDOW_MS, lastName: '' });

export const windowOf = ({ from, cursor }: Pick<BackfillJob, 'from' | 'cursor'>): TimeWindow => ({
  after: Math.max(from, cursor.windowEnd - cursor.windowMs),
  to: cursor.windowEnd,
});

/** The next name of the window's sorted names, or undefined when the window is done. */
export const nextName = (names: readonly string[], { lastName }: BackfillCursor): string | undefined =>
  names.find((name) => name > lastName);

/** After all names of a window: on to the one before it, a longer one; `done` when it reaches the start of the range. */
export function afterWindow({ from, cursor }: Pick<BackfillJob, 'from' | 'cursor'>): BackfillStep {
  const { after } = windowOf({ from, cursor });
  const windowMs = Math.min(LONGEST_WINDOW_MS, cursor.windowMs * 2);
  const isDone = after <= from;
  return {
    cursor: { windowEnd: after, windowMs, lastName: '' },
    ...{ state: isDone ? 'done' : 'running', samplesRead: 0, samplesAdded: 0, message: isDone ? 'all samples are in history' : '' },
  };
}

/** A name had too many samples for one answer: half the window; `failed` when it cannot be made shorter. */
export function afterTooLarge({ cursor }: Pick<BackfillJob, 'cursor'>, name: string): BackfillStep {
  const windowMs = Math.floor(cursor.windowMs / 2);
  const isTooShort = windowMs < SHORTEST_WINDOW_MS;
  return {
    cursor: { ...cursor, windowMs },
    state: isTooShort ? 'failed' : 'running',
    ...{ samplesRead: 0, samplesAdded: 0 },
    message: isTooShort ? `${name} has too many samples even in ${SHORTEST_WINDOW_MS / 1000} s; narrow the selector` : '',
  };
}

/** Share of the range that is done, 0 to 1. */
export function progressOf({ from, to, cursor }: Pick<BackfillJob, 'from' | 'to' | 'cursor'>): number {
  return to <= from ? 1 : Math.min(1, Math.max(0, (to - cursor.windowEnd) / (to - from)));
}
