import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ScoringLease } from './scoring-lease.ts';

/** The database as the leader writes to it: a leader that was replaced, and does not know it yet, commits nothing. */
@Injectable()
export class FencedDatabase {
  constructor(
    private readonly dataSource: DataSource,
    private readonly lease: ScoringLease,
  ) {}

  /** @throws DomainError `conflict` (`lease-lost`). */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      const result = await work(manager);
      await this.lease.guard(manager); // last: the lease's own renewal waits for whoever holds its row
      return result;
    });
  }

  /** Many reads of one moment. */
  read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', work);
  }

  query<T>(statement: string, parameters: unknown[] = []): Promise<T> {
    return this.dataSource.query<T>(statement, parameters);
  }
}
