import { Remediations, TargetLeases } from '@cloudops/domain-remediation';
import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { AdvanceRemediation } from '../use-cases/advance-remediation.ts';

const TICK_MS = 250;
/** A remediation that still waits after it was looked at is looked at again this much later. */
const AGAIN_MS = 1_000;
const RENEW_MS = 10_000;
const BATCH = 20;

/** Wakes timers; they live in Postgres, so that a process that dies forgets none. */
@Injectable()
export class Timers {
  readonly #logger = new Logger('Timers');
  #busy = false;

  constructor(
    private readonly remediations: Remediations,
    private readonly leases: TargetLeases,
    private readonly advance: AdvanceRemediation,
  ) {}

  @Interval(TICK_MS)
  async tick(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const now = new Date();
      const ids = await this.remediations.takeDue(now, new Date(now.getTime() + AGAIN_MS), BATCH);
      await Promise.all(ids.map((id) => this.#wake(id)));
    } catch (error) {
      this.#logger.warn({ err: error }, 'timers could not be read; tried again at the next tick');
    } finally {
      this.#busy = false;
    }
  }

  @Interval(RENEW_MS)
  async renewLeases(): Promise<void> {
    await this.leases.renew().catch((error: unknown) => this.#logger.warn({ err: error }, 'leases could not be renewed'));
  }

  async #wake(id: string): Promise<void> {
    await this.advance
      .wake(id)
      .catch((error: unknown) => this.#logger.warn({ err: error, id }, 'remediation could not be advanced; tried again'));
  }
}
