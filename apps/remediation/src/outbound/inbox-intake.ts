import type { Remediations } from '@cloudops/domain-remediation';
import { Inbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { Intake } from '../domain/intake.ts';
import { PostgresRemediations } from './postgres-remediations.ts';

@Injectable()
export class InboxIntake extends Intake {
  constructor(
    private readonly inbox: Inbox,
    private readonly remediations: PostgresRemediations,
  ) {
    super();
  }

  override async once(
    event: { readonly id: string },
    incident: { readonly id: string; readonly version: number },
    work: (remediations: Remediations) => Promise<void>,
  ): Promise<void> {
    await this.inbox.once(event, 'incidents', async (manager) => {
      const advanced: unknown[] = await manager.query(
        `insert into incident_versions as seen (incident_id, version) values ($1, $2)
         on conflict (incident_id) do update set version = excluded.version where seen.version < excluded.version
         returning incident_id`,
        [incident.id, incident.version],
      );
      if (advanced.length > 0) await work(this.remediations.within(manager));
    });
  }
}
