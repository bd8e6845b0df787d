import type { DryRun } from '@cloudops/contracts';
import type { ActionOutcome, Intent, RemediationRecord } from '@cloudops/domain-remediation';
import type { Client } from 'pg';

export interface OpenIntent {
  readonly intent: Intent;
  readonly record: RemediationRecord;
  /** As this executor wrote it; null when it did not, or said that it cannot be done. */
  readonly dryRun: DryRun | null;
  readonly killSwitch: { readonly engaged: boolean; readonly reason: string };
}

interface Row {
  id: string;
  remediation_id: string;
  purpose: Intent['purpose'];
  pins: Intent['pins'];
  dry_run: DryRun | null;
  action: Intent['action'];
  action_hash: string;
  target: Intent['target'];
  fencing_token: string;
  deadline_at: Date;
  status: 'acting' | null;
  body: RemediationRecord;
  engaged: boolean | null;
  reason: string | null;
}

/** The executor's narrow view of the database, over one connection that also holds the lock of being the only executor. */
export class IntentLedger {
  constructor(private readonly client: Client) {}

  /** False while another executor runs. */
  async lock(): Promise<boolean> {
    const { rows } = await this.client.query<{ ok: boolean }>(
      `select pg_try_advisory_lock(hashtextextended('cloudops executor', 0)) as ok`,
    );
    return rows[0]?.ok === true;
  }

  /** Intents without an outcome, each with what has to be looked at before acting; a missing switch counts as engaged. */
  async open(): Promise<OpenIntent[]> {
    const { rows } = await this.client.query<Row>(
      `select i.*, o.status, r.body, d.result as dry_run, k.engaged, k.reason
       from intents i join remediations r on r.id = i.remediation_id left join dry_runs d on d.remediation_id = r.id
         left join intent_outcomes o on o.id = i.id left join kill_switch k on true
       where o.status is distinct from 'finished' order by i.deadline_at limit 100`,
    );
    return rows.map((row) => ({
      intent: {
        id: row.id,
        remediationId: row.remediation_id,
        purpose: row.purpose,
        pins: row.pins,
        action: row.action,
        actionHash: row.action_hash,
        target: row.target,
        fencingToken: Number(row.fencing_token),
        deadlineAt: row.deadline_at,
        status: row.status ?? 'pending',
      },
      record: row.body,
      dryRun: row.dry_run,
      killSwitch: { engaged: row.engaged ?? true, reason: row.reason ?? 'its row is missing' },
    }));
  }

  /** Marks an intent as taken, before anything is sent; false when it was taken or taken back already. */
  async take(id: string): Promise<boolean> {
    const { rowCount } = await this.client.query(`insert into intent_outcomes (id, status) values ($1, 'acting') on conflict do nothing`, [
      id,
    ]);
    return rowCount === 1;
  }

  /** Writes the outcome, once. */
  async finish(id: string, outcome: ActionOutcome): Promise<void> {
    const finishedAt = outcome.kind === 'done' ? outcome.finishedAt : new Date();
    await this.client.query(
      `insert into intent_outcomes as o (id, status, kind, message, finished_at) values ($1, 'finished', $2, $3, $4)
       on conflict (id) do update set status = 'finished', kind = excluded.kind, message = excluded.message, finished_at = excluded.finished_at
       where o.status = 'acting'`,
      [id, outcome.kind, outcome.message, finishedAt],
    );
  }
}
