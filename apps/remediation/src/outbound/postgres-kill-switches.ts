import { KillSwitches, type KillSwitch } from '@cloudops/domain-remediation';
import { AuditChain } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RemediationMetrics } from '../remediation.metrics.ts';

@Injectable()
export class PostgresKillSwitches extends KillSwitches {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditChain,
    private readonly metrics: RemediationMetrics,
  ) {
    super();
  }

  override async read(): Promise<KillSwitch> {
    const rows: KillSwitch[] = await this.dataSource.query('select engaged, reason, set_by as by, set_at as at from kill_switch');
    const current = rows[0] ?? { engaged: true, reason: 'its row is missing', by: 'system', at: new Date(0) };
    this.metrics.switched(current.engaged);
    return current;
  }

  override async set({ engaged, reason, by, at }: KillSwitch): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `insert into kill_switch (engaged, reason, set_by, set_at) values ($1, $2, $3, $4)
         on conflict (only_row) do update set engaged = $1, reason = $2, set_by = $3, set_at = $4`,
        [engaged, reason, by, at],
      );
      const action = engaged ? 'kill-switch.engaged' : 'kill-switch.released';
      await this.audit.append(manager, { actor: by, action, subject: 'kill-switch', detail: { reason } });
    });
    this.metrics.switched(engaged);
  }
}
