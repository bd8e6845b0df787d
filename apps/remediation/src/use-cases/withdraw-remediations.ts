import type { Incident } from '@cloudops/contracts';
import { decide, Remediations } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { Intake } from '../domain/intake.ts';

const AT_MOST = 200;

/** Takes back whatever has not started for an incident that is over. */
@Injectable()
export class WithdrawRemediations {
  constructor(
    private readonly remediations: Remediations,
    private readonly intake: Intake,
  ) {}

  async of(event: { readonly id: string }, incident: Incident): Promise<void> {
    await this.intake.once(event, incident, async (inside) => {
      const { remediations } = await this.remediations.list({ incidentId: incident.id, limit: AT_MOST });
      const now = new Date();
      const reason = 'The incident was resolved before anything was done';
      await inside.updateAll(
        remediations.map((r) => r.id),
        (_, state) => decide({ type: 'withdraw', reason, now }, state),
      );
    });
  }
}
