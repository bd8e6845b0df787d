/** Something that takes remote_write, started for one measurement on an empty store. */
export interface Receiver {
  readonly writeUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Process ids of what it consists of; descendants count with them. */
  readonly processes: Readonly<Record<string, readonly number[]>>;
  /** Whether all that was accepted has reached its final place, as far as the receiver can tell. */
  isSettled(): Promise<boolean>;
  /** Bytes on disk after compaction, which it starts where the receiver does it on demand, by part. Only called while nothing is sent. */
  bytes(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}
