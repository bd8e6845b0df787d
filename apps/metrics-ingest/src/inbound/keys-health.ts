import { WriteKeys } from '@cloudops/domain-series';
import { HealthChecks } from '@cloudops/platform-telemetry';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** Not ready before it knows a key: a sender that is refused drops its samples, one that finds nobody keeps them. */
@Injectable()
export class KeysHealth implements OnModuleInit {
  constructor(
    private readonly keys: WriteKeys,
    private readonly checks: HealthChecks,
  ) {}

  onModuleInit(): void {
    this.checks.register('keys', async () => {
      const { length } = await this.keys.all();
      return length > 0 ? { ok: true, message: `${length} known` } : { ok: false, message: 'none known: gateway has not told of any yet' };
    });
  }
}
