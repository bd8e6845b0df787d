import type { Incident, Remediation } from '@cloudops/contracts';
import { decide, Remediations } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { Intake } from '../domain/intake.ts';

const AT_MOST = 200;

/** Takes back whatever has not started for an incident that is over, or for anomalies that people split off it. */
@Injectable()
export class WithdrawRemediations {
  constructor(
    private readonly remediations: Remediations,
    private readonly intake: Intake,
  ) {}

  async of(event: { readonly id: string }, incident: Incident): Promise<void> {
    const how = incident.mergedInto === null ? 'resolved' : `merged into ${incident.mergedInto}`;
    await this.intake.once(event, incident, async (inside) =>
      withdraw(inside, await this.known(incident), `The incident was ${how} before anything was done`),
    );
  }

  /** `inside` the transaction that takes the news of an open incident. */
  async strayed(inside: Remediations, incident: Incident): Promise<void> {
    const held = new Set(incident.anomalies.map((a) => a.id));
    const strayed = (await this.known(incident)).filter(({ checks }) => !checks.some((check) => held.has(check.anomalyId)));
    await withdraw(inside, strayed, 'What it was for was split off the incident before anything was done');
  }

  private async known({ id }: Incident): Promise<readonly Remediation[]> {
    return (await this.remediations.list({ incidentId: id, limit: AT_MOST })).remediations;
  }
}

async function withdraw(inside: Remediations, remediations: readonly Remediation[], reason: string): Promise<void> {
  const now = new Date();
  await inside.updateAll(
    remediations.map((r) => r.id),
    (_, state) => decide({ type: 'withdraw', reason, now }, state),
  );
}
