import { DomainError } from '@cloudops/contracts';
import type { DataSource, EntityManager } from 'typeorm';

/** The right to be the only one who does something, for `ttlMs` by the database's clock, until it is renewed or released. */
export class Lease {
  constructor(
    private readonly dataSource: DataSource,
    readonly name: string,
    /** Fencing token: grows with every owner; whoever guards a resource refuses a token below the highest it has seen. */
    readonly token: number,
    private readonly ttlMs: number,
  ) {}

  /**
   * Extends the lease by its whole time, also one that ran out and that nobody has taken since; false when somebody has, and then the work
   * must stop.
   */
  async renew(): Promise<boolean> {
    const renewed: unknown[] = await this.dataSource.query(
      `with renewed as (
         update leases set expires_at = clock_timestamp() + $3 * interval '1 millisecond'
         where name = $1 and token = $2 returning name)
       select name from renewed`,
      [this.name, this.token, this.ttlMs],
    );
    return renewed.length > 0;
  }

  /** Lets the next owner in at once; does nothing when the lease was lost already. */
  async release(): Promise<void> {
    await this.dataSource.query(`update leases set expires_at = '-infinity' where name = $1 and token = $2`, [this.name, this.token]);
  }

  /**
   * Fences a write: holds the lease's row until the caller's transaction ends, so that no one else can become owner before it commits.
   * @throws DomainError `conflict` (`lease-lost`) when it is no longer ours; the transaction must roll back.
   */
  async guard(manager: EntityManager): Promise<void> {
    const held: unknown[] = await manager.query(
      'select name from leases where name = $1 and token = $2 for update', // nobody can take one whose row is held, even if it ran out
      [this.name, this.token],
    );
    if (held.length === 0) throw new DomainError('conflict', 'lease-lost', `The lease ${this.name} with token ${this.token} was lost`);
  }
}
