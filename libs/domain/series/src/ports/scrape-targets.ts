import type { ScrapeTarget } from '@cloudops/contracts';

/** Targets that were registered over the bus; they survive restarts. */
export abstract class ScrapeTargets {
  /** Those that have not expired by `now`. */
  abstract all(now: Date): Promise<ScrapeTarget[]>;
  abstract put(target: ScrapeTarget): Promise<void>;
  abstract remove(job: string): Promise<boolean>;
}

/** Targets that the installation's configuration declares. */
export abstract class DeclaredTargets {
  abstract all(): Promise<readonly ScrapeTarget[]>;
}
