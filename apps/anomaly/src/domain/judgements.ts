import type { GiveFeedback, ListFeedback, RequestData, ResponseInput } from '@cloudops/contracts';
import type { ToleranceRule } from '@cloudops/domain-detection';

/** By key of the view that they are about. */
export type ToleranceRules = ReadonlyMap<string, readonly ToleranceRule[]>;

/** What people say of anomalies. */
export abstract class Judgements {
  /**
   * @param seen latest sample of a view that was scored already, ms, by the view's key: what was scored stays as it was scored.
   * @throws DomainError `not-found`, `invalid`.
   */
  abstract give(
    asked: RequestData<typeof GiveFeedback>,
    now: Date,
    seen: (viewKey: string) => number,
  ): Promise<ResponseInput<typeof GiveFeedback>>;
  abstract list(query: RequestData<typeof ListFeedback>): Promise<ResponseInput<typeof ListFeedback>>;
  /** Rules in force, and those of the time that may still be replayed; `undefined` when nothing was said since the last call. */
  abstract news(): Promise<ToleranceRules | undefined>;
}
