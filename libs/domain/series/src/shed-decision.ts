import type { HistorySizes, ShedReason } from './ports/history-days.ts';

export interface DiskBounds {
  /** That raw samples and roll-ups may take together. */
  readonly maxBytes: number;
  /** That must stay free for journal, audit and approvals, which lie on the same disk. */
  readonly reserveBytes: number;
}

/** Why history has to give something up before its time, or undefined. The reserve comes first: without it nothing can be approved. */
export function shedReason({ raw, rollups, free }: HistorySizes, { maxBytes, reserveBytes }: DiskBounds): ShedReason | undefined {
  if (free !== null && free < reserveBytes) return 'disk';
  return raw + rollups > maxBytes ? 'cap' : undefined;
}

/** What goes next: the oldest raw day, for which its roll-ups stay; roll-ups when only the current raw day is left; never that. */
export function nextToShed({ raw, rolled }: { raw: readonly number[]; rolled: readonly number[] }, today: number): Shed | undefined {
  const oldest = raw[0];
  if (oldest !== undefined && oldest < today) return { what: 'raw', endDay: oldest + 1 };
  return rolled[0] === undefined ? undefined : { what: 'rolled', endDay: rolled[0] + 1 };
}

export interface Shed {
  readonly what: 'raw' | 'rolled';
  /** The first day that stays. */
  readonly endDay: number;
}
