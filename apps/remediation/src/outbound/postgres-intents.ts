import { Intents, type ActionOutcome, type IntentProgress } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface Row {
  readonly deadline_at: Date;
  readonly status: 'acting' | 'finished' | null;
  readonly kind: ActionOutcome['kind'] | null;
  readonly message: string | null;
  readonly finished_at: Date | null;
}

@Injectable()
export class PostgresIntents extends Intents {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override async progress(id: string): Promise<IntentProgress | undefined> {
    const rows: Row[] = await this.dataSource.query(
      'select i.deadline_at, o.status, o.kind, o.message, o.finished_at from intents i left join intent_outcomes o using (id) where id = $1',
      [id],
    );
    const row = rows[0];
    if (!row) return undefined;
    if (row.status !== 'finished' || !row.kind) return { status: row.status === null ? 'pending' : 'acting', deadlineAt: row.deadline_at };
    return { status: 'finished', outcome: { kind: row.kind, message: row.message ?? '', finishedAt: row.finished_at ?? new Date(0) } };
  }

  override async withdraw(id: string, reason: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `insert into intent_outcomes (id, status, kind, message, finished_at) values ($1, 'finished', 'not-done', $2, clock_timestamp())
       on conflict do nothing returning id`,
      [id, reason],
    );
    return rows.length > 0;
  }
}
