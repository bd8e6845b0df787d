import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';

/** From now on every transaction does its work and dies before its commit, until `mockRestore`. */
export function dyingTransactions() {
  const real = DataSource.prototype.transaction;
  return jest.spyOn(DataSource.prototype, 'transaction').mockImplementation(function (this: DataSource, ...args: unknown[]) {
    const work = args.at(-1) as (manager: unknown) => Promise<unknown>;
    return real.call(this, 'READ COMMITTED', async (manager: unknown) => {
      await work(manager);
      throw new Error('killed before commit');
    });
  });
}
