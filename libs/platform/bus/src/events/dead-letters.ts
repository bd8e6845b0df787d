import type { ListDeadLetters, ResponseData } from '@cloudops/contracts';

export type DeadLetter = ResponseData<typeof ListDeadLetters>['deadLetters'][number];

/** Messages that this service gave up on. Adding the same id and subject twice keeps one. */
export abstract class DeadLetters {
  abstract add(letter: DeadLetter): Promise<void>;
  /** Newest first. */
  abstract list(limit: number): Promise<DeadLetter[]>;
}
