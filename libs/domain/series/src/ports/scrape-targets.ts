import type { ScrapeTarget } from '@cloudops/contracts';

/** Targets that were registered over the bus; they survive restarts. */
export abstract class ScrapeTargets {
  /** Those that have not expired by `now`. */
  abstract all(now: Date): Promise<ScrapeTarget[]>;
  abstract put(target: ScrapeTarget): Promise<void>;
  abstract remove(job: string): Promise<boolean>;
}

/** A file that is not used as it is; what was good of it before stays in force. */
export interface TargetFault {
  readonly file: string;
  readonly message: string;
}

export interface TargetsAndFaults {
  readonly targets: readonly ScrapeTarget[];
  readonly faults: readonly TargetFault[];
}

/** Targets that the installation's configuration declares, or lists in files of its own. */
export abstract class DeclaredTargets {
  abstract all(): Promise<TargetsAndFaults>;
}
