import type { LiveRange } from './live-events.ts';

export interface ResumePoint {
  /** Position after which the client continues. */
  readonly after: number;
  /** `lost`: something in between is gone, the client must load its lists anew. */
  readonly reason: 'new-client' | 'resumed' | 'lost';
}

/** Where a client continues that has last seen `lastSeen`. A position from the future belongs to a database that was replaced. */
export function resumePoint(lastSeen: number | undefined, range: LiveRange): ResumePoint {
  if (lastSeen === undefined) return { after: range.newest, reason: 'new-client' };
  if (lastSeen > range.newest || lastSeen < range.oldest - 1) return { after: range.newest, reason: 'lost' };
  return { after: lastSeen, reason: 'resumed' };
}
