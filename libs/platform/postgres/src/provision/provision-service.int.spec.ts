import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type PostgresServer, startPostgres } from '@cloudops/testing';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { connectWhenReady } from '../data-source/connect-when-ready.ts';
import { migrate } from '../data-source/migrate.ts';
import { openDataSource } from '../data-source/open-data-source.ts';
import { provisionService, type ServiceRoles, urlFor } from './provision-service.ts';

class Things1764000000001 implements MigrationInterface {
  up = (runner: QueryRunner): Promise<void> => runner.query('create table thing (id bigint generated always as identity, name text)');
  down = (runner: QueryRunner): Promise<void> => runner.query('drop table thing');
}

const roles: ServiceRoles = {
  schema: 'remediation',
  owner: { name: 'r_owner', password: "o'wner" },
  runtime: { name: 'r_runtime', password: 'run"time/@:' },
  extraRoles: [{ name: 'r_executor', password: 'executor', grants: { thing: ['select', 'update'], outbox: ['insert'] } }],
};

describe('a provisioned schema', () => {
  let server: PostgresServer;
  const as = async (role: { name: string; password: string }, sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: urlFor(server.adminUrl, role) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const start = (): Promise<void> =>
    migrate({
      service: 'remediation',
      schema: roles.schema,
      url: urlFor(server.adminUrl, roles.runtime),
      migrationUrl: urlFor(server.adminUrl, roles.owner),
      migrations: [Things1764000000001],
    });

  beforeAll(async () => {
    server = await startPostgres();
    const others = ['gateway', 'chat'].map((schema) => ({
      schema,
      owner: { name: `${schema}_owner`, password: 'o' },
      runtime: { name: `${schema}_runtime`, password: 'r' },
    }));
    await Promise.all([roles, roles, ...others].map((each) => provisionService(server.adminUrl, each)));
    await Promise.all([start(), start(), start()]); // processes that start together take turns
    await provisionService(server.adminUrl, roles);
    await start();
  });
  afterAll(() => server.stop());

  it('lets the runtime role work with data, unqualified', async () => {
    await as(roles.runtime, `insert into thing (name) values ('a'); update thing set name = 'b'; insert into thing (name) values ('c')`);
    expect(await as(roles.runtime, `delete from thing where name = 'c' returning name`)).toEqual([{ name: 'c' }]);
    expect(await as(roles.runtime, 'select name from thing')).toEqual([{ name: 'b' }]);
  });

  it.each([
    'create table intruder (id int)',
    'alter table thing add column intruder int',
    'drop table thing',
    'truncate audit',
    `update audit set actor = 'nobody'`,
    'delete from audit',
    'drop table audit',
    `update migrations set name = 'x'`,
    `insert into role_grants values ('r_runtime', 'audit', '{delete}')`,
    'create schema intruder',
    'create role intruder',
  ])('refuses the runtime role: %s', async (sql) => {
    await expect(as(roles.runtime, sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('does not let the runtime role grant itself anything', async () => {
    await as(roles.runtime, 'grant update, delete on audit to r_runtime'); // only a warning, and no effect
    await expect(as(roles.runtime, 'delete from audit')).rejects.toThrow('permission denied');
  });

  it('gives an extra role exactly its grants', async () => {
    const executor = roles.extraRoles![0]!;
    expect(await as(executor, `update thing set name = 'd' returning name`)).toEqual([{ name: 'd' }]);
    await as(executor, `insert into outbox (id, subject, data) values ('x', 'x', '{}')`);
    for (const sql of ['delete from thing', 'select * from outbox', 'select * from audit', 'create table intruder (id int)']) {
      await expect(as(executor, sql)).rejects.toThrow('permission denied');
    }
  });

  it('shows no service another one', async () => {
    const chat = { name: 'chat_runtime', password: 'r' };
    await expect(as(chat, 'select * from remediation.thing')).rejects.toThrow('permission denied for schema remediation');
  });

  it('changes passwords, and names the service to the server', async () => {
    const runtime = { ...roles.runtime, password: 'another' };
    await provisionService(server.adminUrl, { ...roles, runtime });
    await expect(as(roles.runtime, 'select 1')).rejects.toThrow('password authentication failed');
    const dataSource = await openDataSource({ service: 'remediation', schema: 'remediation', url: urlFor(server.adminUrl, runtime) });
    expect(await dataSource.query(`select current_setting('application_name') as name`)).toEqual([{ name: 'remediation' }]);
    await dataSource.destroy();
    await provisionService(server.adminUrl, roles);
  });

  it('says at once that a role does not exist instead of waiting', async () => {
    const nobody = urlFor(server.adminUrl, { name: 'nobody', password: 'x' });
    await expect(migrate({ service: 'chat', schema: 'chat', url: nobody, migrationUrl: nobody })).rejects.toThrow(
      'password authentication failed',
    );
  });

  it('waits for a server that is not up yet, but not for ever', async () => {
    const port = await freePort();
    const url = `postgres://postgres:late@127.0.0.1:${port}/postgres`;
    await expect(connectWhenReady(url, { name: 'test', patienceMs: 150 })).rejects.toThrow('ECONNREFUSED');
    const waiting = connectWhenReady(url, { name: 'test' });
    const late = await startPostgres({ port, password: 'late' });
    const client = await waiting;
    expect((await client.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    await late.stop();
  });
});
