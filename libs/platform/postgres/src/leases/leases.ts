import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Lease } from './lease.ts';

/** Leases of one service's schema; who holds one is decided by the database alone, clocks of processes do not matter. */
@Injectable()
export class Leases {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns the lease, or undefined while somebody else holds it. */
  async acquire(name: string, ttlMs: number): Promise<Lease | undefined> {
    const rows: { token: string }[] = await this.dataSource.query(
      `insert into leases as held (name, token, expires_at) values ($1, 1, clock_timestamp() + $2 * interval '1 millisecond')
       on conflict (name) do update set token = held.token + 1, expires_at = excluded.expires_at
       where held.expires_at <= clock_timestamp()
       returning token`,
      [name, ttlMs],
    );
    return rows[0] && new Lease(this.dataSource, name, Number(rows[0].token), ttlMs);
  }
}
