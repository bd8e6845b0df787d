import { DataSource, type EntitySubscriberInterface } from 'typeorm';
import type { TransactionCommitEvent } from 'typeorm/subscriber/event/TransactionCommitEvent.js';
import type { TransactionRollbackEvent } from 'typeorm/subscriber/event/TransactionRollbackEvent.js';
import { Injectable } from '@nestjs/common';
import { takeOutboxUsed } from './outbox.ts';

/** Tells the relay at once that a transaction of this process committed events; other processes' events wait for the poll. */
@Injectable()
export class OutboxSignal implements EntitySubscriberInterface {
  private listener: () => void = () => {};

  constructor(dataSource: DataSource) {
    dataSource.subscribers.push(this);
  }

  onCommit(listener: () => void): void {
    this.listener = listener;
  }

  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    // the end of an inner transaction is a savepoint, not a commit
    if (!queryRunner.isTransactionActive && takeOutboxUsed(queryRunner.data)) this.listener();
  }

  afterTransactionRollback({ queryRunner }: TransactionRollbackEvent): void {
    if (!queryRunner.isTransactionActive) takeOutboxUsed(queryRunner.data);
  }
}
