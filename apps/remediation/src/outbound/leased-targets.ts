import { TargetLeases } from '@cloudops/domain-remediation';
import { Leases, type Lease } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';

const TTL_MS = 30_000;

@Injectable()
export class LeasedTargets extends TargetLeases {
  readonly #held = new Map<string, Lease>();

  constructor(private readonly leases: Leases) {
    super();
  }

  override async acquire(target: string): Promise<number | undefined> {
    const lease = await this.leases.acquire(`target ${target}`, TTL_MS);
    if (lease) this.#held.set(target, lease);
    return lease?.token;
  }

  override async release(target: string): Promise<void> {
    const lease = this.#held.get(target);
    this.#held.delete(target);
    await lease?.release();
  }

  override async renew(): Promise<void> {
    for (const [target, lease] of this.#held) if (!(await lease.renew())) this.#held.delete(target);
  }
}
