import { type Remediation, RemediationStarted } from '@cloudops/contracts';
import { changeOfRemediation, narrateRemediation } from '@cloudops/domain-incidents';
import type { EventContext } from '@cloudops/platform-bus';
import { Inbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { Changes } from '../domain/changes.ts';

/** Writes a step of a remediation into the timeline of its incident, or of the one that took it over, and what it does among the changes. Verified does not resolve: only cleared anomalies do. */
@Injectable()
export class RecordRemediationStep {
  constructor(
    private readonly inbox: Inbox,
    private readonly changes: Changes,
  ) {}

  async record(remediation: Remediation, context: EventContext): Promise<void> {
    await this.inbox.once(context, 'incident-timeline', async (manager) => {
      await manager.query(
        `with recursive held as (
           select id, doc ->> 'mergedInto' as held_by from incidents where id = $2
           union select i.id, i.doc ->> 'mergedInto' from incidents i join held on i.id = held.held_by
         )
         insert into incident_timeline (id, incident_id, at, type, text)
         values ($1, coalesce((select id from held where held_by is null), $2), $3, $4, $5) on conflict (id) do nothing`,
        [context.id, remediation.incidentId, context.time.toISOString(), context.subject, narrateRemediation(context.subject, remediation)],
      );
    });
    // also when the step was seen before: a change that is told twice is one
    if (context.subject === RemediationStarted.subject) await this.changes.record(changeOfRemediation(remediation, context.time));
  }
}
