import { DomainError, type Point } from '@cloudops/contracts';
import { decide, Remediations, verificationDeadline, type RemediationRecord } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { ViewPoints } from '../domain/view-points.ts';

/** How long after the deadline an unreachable metric store is waited for; its absence then counts as missing data. */
const PATIENCE_MS = 60_000;

/** Holds every check of a finished action to the band frozen at onset. */
@Injectable()
export class VerifyRemediation {
  constructor(
    private readonly remediations: Remediations,
    private readonly points: ViewPoints,
  ) {}

  async of(record: RemediationRecord): Promise<RemediationRecord | undefined> {
    if (record.finishedAt === null) return record;
    const finishedAt = new Date(record.finishedAt);
    const until = verificationDeadline(record, finishedAt);
    const points: Record<string, readonly Point[]> = {};
    try {
      for (const check of record.checks) points[check.anomalyId] = await this.points.between(check.view, finishedAt, until);
    } catch (error) {
      if (!(error instanceof DomainError) || Date.now() < until.getTime() + PATIENCE_MS) throw error;
    }
    const now = new Date();
    return this.remediations.update(record.id, (state) => decide({ type: 'verify', points, now }, state));
  }
}
