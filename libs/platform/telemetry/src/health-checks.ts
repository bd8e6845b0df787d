import type { ResponseData, ServiceHealth, ServiceName } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';

export type HealthReport = ResponseData<typeof ServiceHealth>;
export type CheckResult = HealthReport['checks'][string];
export type HealthCheck = () => Promise<CheckResult>;

const DEADLINE_MS = 1_000;

/** What this process needs in order to serve; `/readyz` and `service.health.v1` show the same report. */
@Injectable()
export class HealthChecks {
  private readonly registered = new Map<string, HealthCheck>();
  private draining = false;

  constructor(
    private readonly service: ServiceName,
    private readonly version: string,
  ) {}

  /** A check that fails, throws or takes longer than a second makes the service not ready. The name is shown to people. */
  register(name: string, check: HealthCheck): void {
    this.registered.set(name, check);
  }

  /** From now on the service reports that it is not ready: the first step of a graceful stop. */
  drain(): void {
    this.draining = true;
  }

  /** Runs every check now, side by side. */
  async checks(): Promise<HealthReport['checks']> {
    const results = await Promise.all([...this.registered].map(async ([name, check]) => [name, await settle(check)] as const));
    if (this.draining) results.push(['shutdown', { ok: false, message: 'stopping: finishing what is in flight' }]);
    return Object.fromEntries(results);
  }

  async report(): Promise<HealthReport> {
    const checks = await this.checks();
    return {
      service: this.service,
      version: this.version,
      ready: Object.values(checks).every((check) => check.ok),
      uptimeSeconds: Math.round(process.uptime()),
      checks,
    };
  }
}

async function settle(check: HealthCheck): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, message: `no answer within ${DEADLINE_MS} ms` }), DEADLINE_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
