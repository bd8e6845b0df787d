import { openDataSource, provisionService } from '@cloudops/platform-postgres';
import { testService, type TestService } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { eachTypedRow } from './typed-rows.ts';

const ROWS = `select n::bigint as n, decode(repeat('ab', n::integer), 'hex') as body from generate_series(1, $1::integer) n`;

describe('rows one by one', () => {
  let servers: TestService;
  let database: DataSource;

  beforeAll(async () => {
    servers = await testService({ schema: 'metrics_ingest', provision: provisionService });
    database = await openDataSource({ service: 'rows test', schema: 'metrics_ingest', url: servers.databaseUrl });
  }, 90_000);
  afterAll(async () => {
    await database.destroy();
    await servers.stop();
  });

  it('come in order and with their types', async () => {
    const seen: [bigint, number][] = [];
    await eachTypedRow<{ n: bigint; body: Buffer }>(database, ROWS, [3], ({ n, body }) => void seen.push([n, body.length]));
    expect(seen).toEqual([
      [1n, 1],
      [2n, 2],
      [3n, 3],
    ]);
  });

  it('throw what a visit throws, or the database, and leave the connections usable', async () => {
    const failing = () => {
      throw new Error('malformed');
    };
    for (let i = 0; i < 20; i++) {
      await expect(eachTypedRow(database, ROWS, [100], failing)).rejects.toThrow('malformed');
      await expect(eachTypedRow(database, 'select 1 / (3 - n) as n from generate_series(1, 3) n', [], () => undefined)).rejects.toThrow(
        'division by zero',
      );
    }
    let rows = 0;
    await eachTypedRow(database, ROWS, [5], () => void rows++);
    expect(rows).toBe(5);
  });
});
