import type { ApiKeyChanged, EventData } from '@cloudops/contracts';

export type WriteKey = Omit<EventData<typeof ApiKeyChanged>, 'revision'>;

/** Our own copy of gateway's keys, so that senders are checked without asking anyone. */
export abstract class WriteKeys {
  abstract all(): Promise<WriteKey[]>;
  /** Takes a change unless the event was seen or the key has that revision or a later one. */
  abstract apply(change: EventData<typeof ApiKeyChanged>, eventId: string): Promise<void>;
}
