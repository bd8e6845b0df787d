import { DomainError, type ScrapeTarget } from '@cloudops/contracts';
import { checkTarget, DeclaredTargets, ScrapeTargets, type TargetsAndFaults } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';

/** Whom to scrape: declared by configuration, or registered over the bus. */
@Injectable()
export class TargetList {
  constructor(
    private readonly declared: DeclaredTargets,
    private readonly registered: ScrapeTargets,
    private readonly clock: Clock,
  ) {}

  /** Declared targets first; a registered one of the same job waits until the declaration goes. */
  async all(): Promise<TargetsAndFaults> {
    const { targets: declared, faults } = await this.declared.all();
    const jobs = new Set(declared.map(({ job }) => job));
    const registered = await this.registered.all(new Date(this.clock.now()));
    return { targets: [...declared, ...registered.filter(({ job }) => !jobs.has(job))], faults };
  }

  /** @throws DomainError `conflict` when configuration declares that job; `invalid` for an address that is not scraped. */
  async register(target: ScrapeTarget): Promise<void> {
    checkTarget(target);
    const { targets } = await this.declared.all();
    if (targets.some(({ job }) => job === target.job)) {
      throw new DomainError('conflict', 'target-declared', `The job ${target.job} is declared in the targets file`, { field: 'job' });
    }
    await this.registered.put(target);
  }

  remove(job: string): Promise<boolean> {
    return this.registered.remove(job);
  }
}
