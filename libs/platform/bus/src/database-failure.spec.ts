import { DomainError } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import { databaseFailure } from './database-failure.ts';

const failed = (message: string, code?: string): Error => Object.assign(new Error(message), { code });

describe('databaseFailure', () => {
  it.each([
    failed('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'),
    failed('the database system is starting up', '57P03'),
    failed('terminating connection due to administrator command', '57P01'),
    failed('connection failure', '08006'),
    failed('Connection terminated unexpectedly'),
  ])('says that %s is worth retrying, and hides where the database is', (error) => {
    const said = databaseFailure(error) as DomainError;
    expect(said).toMatchObject({ kind: 'unavailable', code: 'database-unavailable', retryable: true, cause: error });
    expect(said.message).not.toContain('5432');
  });

  it.each([
    failed('duplicate key', '23505'),
    failed('relation does not exist', '42P01'),
    new DomainError('invalid', 'x', 'y'),
    'text',
    undefined,
  ])('leaves %s as it is', (error) => expect(databaseFailure(error)).toBe(error));
});
