import type { Backfill } from '@cloudops/contracts';
import type { BackfillCursor, BackfillJob, BackfillStep } from '../backfill.ts';

/** Backfills and how far each has come; they survive a crash at any point. */
export abstract class Backfills {
  /** @throws DomainError `conflict` while one with the same address and selector runs. */
  abstract add(job: BackfillJob): Promise<Backfill>;
  /** Newest first. */
  abstract list(id?: string): Promise<Backfill[]>;
  /** The running one that was started first. */
  abstract current(): Promise<BackfillJob | undefined>;
  /** Takes a step of a running job whose cursor still is `at`; false, having changed nothing, when it is not. */
  abstract advance(id: string, at: BackfillCursor, step: BackfillStep): Promise<boolean>;
  /** Ends one that runs, or tells why it waits. @returns undefined when none of that id runs. */
  abstract mark(id: string, state: Backfill['state'], message: string): Promise<Backfill | undefined>;
}
