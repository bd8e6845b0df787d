import { DomainError, type Point } from '@cloudops/contracts';
import {
  decide,
  judgedSince,
  RECURRENCE_MS,
  Remediations,
  verificationDeadline,
  type RemediationRecord,
} from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { ViewPoints } from '../domain/view-points.ts';

/** How long after the deadline an unreachable metric store is waited for; its absence then counts as missing data. */
const PATIENCE_MS = 60_000;

/** Holds every check to the band frozen at onset. */
@Injectable()
export class VerifyRemediation {
  constructor(
    private readonly remediations: Remediations,
    private readonly points: ViewPoints,
  ) {}

  /** After the action, or beside a shadow. */
  async of(record: RemediationRecord): Promise<RemediationRecord | undefined> {
    const since = judgedSince(record);
    if (since === undefined) return record;
    const points = await this.#between(record, since, verificationDeadline(record, since));
    const now = new Date();
    return this.remediations.update(record.id, (state) => decide({ type: 'verify', points, now }, state));
  }

  /** After it was verified: whether it came back. */
  async again(record: RemediationRecord): Promise<RemediationRecord | undefined> {
    if (record.verifiedAt === null) return record;
    const since = new Date(record.verifiedAt);
    const points = await this.#between(record, since, new Date(since.getTime() + RECURRENCE_MS));
    const now = new Date();
    return this.remediations.update(record.id, (state) => decide({ type: 'watch', points, now }, state));
  }

  async #between({ checks }: RemediationRecord, since: Date, until: Date): Promise<Record<string, readonly Point[]>> {
    const points: Record<string, readonly Point[]> = {};
    try {
      for (const check of checks) points[check.anomalyId] = await this.points.between(check.view, since, until);
    } catch (error) {
      if (!(error instanceof DomainError) || Date.now() < until.getTime() + PATIENCE_MS) throw error;
    }
    return points;
  }
}
