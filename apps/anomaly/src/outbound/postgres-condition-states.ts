import type { Alert } from '@cloudops/contracts';
import type { ConditionStep } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConditionStates } from '../domain/condition-states.ts';
import { AlertRows } from './alert-rows.ts';

@Injectable()
export class PostgresConditionStates extends ConditionStates {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: AlertRows,
  ) {
    super();
  }

  async active(): Promise<Alert[]> {
    const rows: { doc: Alert }[] = await this.dataSource.query(
      `select doc from alerts where kind = 'condition' and state in ('pending', 'firing') order by fingerprint`,
    );
    return rows.map((r) => r.doc);
  }

  async settle(steps: readonly ConditionStep[], now: Date): Promise<void> {
    for (const { type, alert } of steps) {
      await this.dataSource.transaction(async (manager) => {
        if (type === 'dropped') await manager.query(`delete from alerts where fingerprint = $1 and state = 'pending'`, [alert.fingerprint]);
        else if (type === 'pending') await this.rows.wait(manager, alert, now);
        else await this.rows.take(manager, alert, now);
      });
    }
  }
}
