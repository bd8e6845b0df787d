import type { DryRunAnswer } from './runner.ts';

/** What the executor found out that proposed actions would do; written by the executor, once each. */
export abstract class DryRuns {
  /** `undefined` while it has not said. */
  abstract of(remediationId: string): Promise<DryRunAnswer | undefined>;
}
