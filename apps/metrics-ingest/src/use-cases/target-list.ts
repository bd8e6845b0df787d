import { DomainError, type ScrapeTarget } from '@cloudops/contracts';
import { checkTarget, DeclaredTargets, ScrapeTargets } from '@cloudops/domain-series';
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
  async all(): Promise<ScrapeTarget[]> {
    const declared = await this.declared.all();
    const jobs = new Set(declared.map(({ job }) => job));
    return [...declared, ...(await this.registered.all(new Date(this.clock.now()))).filter(({ job }) => !jobs.has(job))];
  }

  /** @throws DomainError `conflict` when configuration declares that job; `invalid` for an address that is not scraped. */
  async register(target: ScrapeTarget): Promise<void> {
    checkTarget(target);
    const declared = await this.declared.all();
    if (declared.some(({ job }) => job === target.job)) {
      throw new DomainError('conflict', 'target-declared', `The job ${target.job} is declared in the targets file`, { field: 'job' });
    }
    await this.registered.put(target);
  }

  remove(job: string): Promise<boolean> {
    return this.registered.remove(job);
  }
}
