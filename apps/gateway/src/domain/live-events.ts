/** One change as clients see it; `position` orders them and is the `id` of the server-sent event. */
export interface LiveEvent {
  readonly position: number;
  readonly subject: string;
  readonly at: string;
  readonly data: unknown;
}

/** What is kept: positions in [oldest, newest]; `newest` is 0 when nothing ever happened. */
export interface LiveRange {
  readonly oldest: number;
  readonly newest: number;
}

/** The recent changes that clients follow, bounded, so that a client can resume where it left. */
export abstract class LiveEvents {
  /** Appending the same id twice keeps one. */
  abstract append(event: { id: string; subject: string; at: Date; data: unknown }): Promise<void>;
  /** Oldest first. No event with a lower position appears later than one with a higher. */
  abstract after(position: number, limit: number): Promise<LiveEvent[]>;
  abstract range(): Promise<LiveRange>;
  /** Forgets what is older than `before`, and all but the newest `keep`. Returns how many. */
  abstract trim(before: Date, keep: number): Promise<number>;
}
