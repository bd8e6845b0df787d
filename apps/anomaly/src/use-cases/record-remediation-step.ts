import { type Remediation, RemediationStarted } from '@cloudops/contracts';
import { changeOfRemediation, narrateRemediation } from '@cloudops/domain-incidents';
import type { EventContext } from '@cloudops/platform-bus';
import { Inbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { Changes } from '../domain/changes.ts';

/** Writes a step of a remediation into its incident's timeline, and what it does among the changes. Verified does not resolve: only cleared anomalies do. */
@Injectable()
export class RecordRemediationStep {
  constructor(
    private readonly inbox: Inbox,
    private readonly changes: Changes,
  ) {}

  async record(remediation: Remediation, context: EventContext): Promise<void> {
    await this.inbox.once(context, 'incident-timeline', async (manager) => {
      await manager.query(
        'insert into incident_timeline (id, incident_id, at, type, text) values ($1, $2, $3, $4, $5) on conflict (id) do nothing',
        [context.id, remediation.incidentId, context.time.toISOString(), context.subject, narrateRemediation(context.subject, remediation)],
      );
    });
    // also when the step was seen before: a change that is told twice is one
    if (context.subject === RemediationStarted.subject) await this.changes.record(changeOfRemediation(remediation, context.time));
  }
}
