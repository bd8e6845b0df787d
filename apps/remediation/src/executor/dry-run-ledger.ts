import type { Action } from '@cloudops/contracts';
import type { DryRunAnswer } from '@cloudops/domain-remediation';
import type { Client } from 'pg';

export interface Unchecked {
  readonly id: string;
  readonly action: Action;
  readonly proposedAt: Date;
}

/** What the executor may read of proposals and write of dry runs. */
export class DryRunLedger {
  constructor(private readonly client: Client) {}

  /** Proposals without an answer, oldest first. */
  async unchecked(): Promise<Unchecked[]> {
    const { rows } = await this.client.query<{ id: string; action: Action; proposed_at: Date }>(
      `select r.id, r.body->'action' as action, r.proposed_at from remediations r left join dry_runs d on d.remediation_id = r.id
       where r.state = 'proposed' and d.remediation_id is null order by r.proposed_at limit 50`,
    );
    return rows.map((row) => ({ id: row.id, action: row.action, proposedAt: row.proposed_at }));
  }

  /** Writes the answer, once. */
  async write(id: string, answer: DryRunAnswer): Promise<void> {
    await this.client.query(
      `insert into dry_runs (remediation_id, ok, result, message) values ($1, $2, $3, $4) on conflict do nothing`,
      answer.ok ? [id, true, JSON.stringify(answer.dryRun), ''] : [id, false, null, answer.message],
    );
  }
}
