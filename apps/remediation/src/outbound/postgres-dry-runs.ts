import { DryRun } from '@cloudops/contracts';
import { DryRuns, type DryRunAnswer } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface Row {
  readonly result: unknown;
  readonly message: string;
}

@Injectable()
export class PostgresDryRuns extends DryRuns {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override async of(remediationId: string): Promise<DryRunAnswer | undefined> {
    const rows: Row[] = await this.dataSource.query('select result, message from dry_runs where remediation_id = $1', [remediationId]);
    const row = rows[0];
    if (!row) return undefined;
    return row.result === null ? { ok: false, message: row.message } : { ok: true, dryRun: DryRun.parse(row.result) };
  }
}
