import { ListRunbooks } from '@cloudops/contracts';
import type { NamedCondition } from '@cloudops/domain-incidents';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { RunbookConditions } from '../domain/runbook-conditions.ts';

/** Remediation reads its runbooks when it starts; a restart is noticed this soon. */
const ASK_EVERY_MS = 60_000;
const DEADLINE_MS = 2_000;

@Injectable()
export class BusRunbookConditions extends RunbookConditions {
  private known: readonly NamedCondition[] | undefined;
  private askedAt = -Infinity;

  constructor(private readonly bus: Bus) {
    super();
  }

  async all(): Promise<readonly NamedCondition[]> {
    if (this.known && Date.now() - this.askedAt < ASK_EVERY_MS) return this.known;
    try {
      const { runbooks } = await this.bus.request(ListRunbooks, {}, { deadlineMs: DEADLINE_MS });
      this.known = runbooks.flatMap(({ id, title, when }) => (when ? [{ ...when, runbook: id, title }] : []));
      this.askedAt = Date.now();
    } catch (error) {
      // conditions do not end because remediation is away
      if (!this.known) throw error;
    }
    return this.known;
  }
}
