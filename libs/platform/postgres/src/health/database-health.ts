import { HealthChecks } from '@cloudops/platform-telemetry';
import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Makes the service not ready while its database does not answer. */
@Injectable()
export class DatabaseHealth implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    @Optional() private readonly checks?: HealthChecks,
  ) {}

  onModuleInit(): void {
    this.checks?.register('postgres', async () => {
      const started = performance.now();
      await this.dataSource.query('select 1');
      return { ok: true, message: `answered in ${Math.round(performance.now() - started)} ms` };
    });
  }
}
