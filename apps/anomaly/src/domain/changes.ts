import type { EntityRef, OperationalChange } from '@cloudops/contracts';

/** What was changed, when, and where. */
export abstract class Changes {
  /** @returns false when a change of that id was there already; it stays as it was. */
  abstract record(change: OperationalChange): Promise<boolean>;
  /** Newest first; times in ms. */
  abstract list(query: { entity?: EntityRef; from?: number; to?: number; limit: number }): Promise<OperationalChange[]>;
  abstract trim(before: Date): Promise<void>;
}
