import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HealthChecks, TelemetryModule } from '@cloudops/platform-telemetry';
import { BusModule, DeadLetters } from '@cloudops/platform-bus';
import { testService, type TestService, waitFor } from '@cloudops/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Client } from 'pg';
import { register } from 'prom-client';
import { DataSource } from 'typeorm';
import { AuditChain } from './audit/audit-chain.ts';
import { Inbox } from './inbox/inbox.ts';
import { Leases } from './leases/leases.ts';
import { PostgresModule } from './postgres.module.ts';
import { provisionService } from './provision/provision-service.ts';
import { Pruner } from './pruner.ts';

describe('what every service finds in its schema', () => {
  let servers: TestService;
  let app: INestApplicationContext;
  let database: DataSource;

  const asAdmin = async <T>(sql: string): Promise<T[]> => {
    const client = new Client({ connectionString: servers.adminUrl, options: '-c search_path=gateway' });
    await client.connect();
    const { rows } = await client.query(sql);
    await client.end();
    return rows as T[];
  };

  beforeAll(async () => {
    servers = await testService({ schema: 'gateway', provision: provisionService });
    const module = await Test.createTestingModule({
      imports: [
        TelemetryModule.forService('gateway', { level: 'silent' }),
        BusModule.forRoot({ service: 'gateway', url: servers.natsUrl }),
        PostgresModule.forRoot({ service: 'gateway', schema: 'gateway', url: servers.databaseUrl, migrationUrl: servers.migrationUrl }),
      ],
    }).compile();
    app = await module.init();
    database = app.get(DataSource);
  });
  afterAll(async () => {
    await app.close();
    await servers.stop();
  });

  describe('the inbox', () => {
    it('does the work of an event once, however often it is delivered', async () => {
      const inbox = app.get(Inbox);
      let done = 0;
      const deliver = (): Promise<boolean> => inbox.once({ id: 'e1' }, 'count', async () => void done++);
      const outcomes = await Promise.all(Array.from({ length: 5 }, deliver));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await deliver()).toBe(false);
      expect(done).toBe(1);
      expect(await inbox.once({ id: 'e1' }, 'another effect', async () => {})).toBe(true);
    });

    it('forgets the event when its work failed, effects included', async () => {
      const inbox = app.get(Inbox);
      const failing = inbox.once({ id: 'e2' }, 'fail', async (manager) => {
        await manager.query(`insert into leases values ('effect of e2', 1, now())`);
        throw new Error('not now');
      });
      await expect(failing).rejects.toThrow('not now');
      expect(await database.query(`select * from leases where name = 'effect of e2'`)).toEqual([]);
      expect(await inbox.once({ id: 'e2' }, 'fail', async () => {})).toBe(true);
    });
  });

  describe('a lease', () => {
    it('has one owner, and the token grows with every owner', async () => {
      const leases = app.get(Leases);
      const race = await Promise.all(Array.from({ length: 5 }, () => leases.acquire('one', 60_000)));
      const [first] = race.filter((lease) => lease !== undefined);
      expect(race.filter(Boolean)).toHaveLength(1);
      expect(first!.token).toBe(1);
      await first!.release();
      expect((await leases.acquire('one', 60_000))?.token).toBe(2);
    });

    it('passes on when it expires, and its former owner can neither renew, release nor write', async () => {
      const leases = app.get(Leases);
      const former = (await leases.acquire('two', 60_000))!;
      await database.query(`update leases set expires_at = now() - interval '1 second' where name = 'two'`);
      const owner = (await leases.acquire('two', 60_000))!;
      expect(await former.renew()).toBe(false);
      expect(owner.token).toBeGreaterThan(former.token);
      await former.release();
      expect(await leases.acquire('two', 60_000)).toBeUndefined();
      await expect(database.transaction((manager) => former.guard(manager))).rejects.toMatchObject({ code: 'lease-lost' });
      await database.transaction((manager) => owner.guard(manager));
    });

    it('goes on when it ran out and nobody took it', async () => {
      const leases = app.get(Leases);
      const lease = (await leases.acquire('late', 60_000))!;
      await database.query(`update leases set expires_at = now() - interval '1 second' where name = 'late'`);
      await database.transaction((manager) => lease.guard(manager));
      expect(await lease.renew()).toBe(true);
      expect(await leases.acquire('late', 60_000)).toBeUndefined();
    });

    it('lives on while it is renewed', async () => {
      const leases = app.get(Leases);
      const lease = (await leases.acquire('three', 1_000))!;
      const until = Date.now() + 2_000;
      await waitFor(async () => {
        expect(await lease.renew()).toBe(true);
        return Date.now() > until;
      });
      expect(await leases.acquire('three', 1_000)).toBeUndefined();
      await waitFor(() => leases.acquire('three', 1_000), { what: 'the lease to expire' });
    });

    it('cannot change hands while a guarded write is under way', async () => {
      const leases = app.get(Leases);
      const lease = (await leases.acquire('four', 60_000))!;
      const order: string[] = [];
      let taking: Promise<unknown> = Promise.resolve();
      await database.transaction(async (manager) => {
        await lease.guard(manager);
        taking = asAdmin(`update leases set token = 99 where name = 'four'`).then(() => order.push('taken'));
        await waitFor(async () => (await asAdmin(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`)).length > 0);
        order.push('written');
      });
      await taking;
      expect(order).toEqual(['written', 'taken']);
    });
  });

  describe('the audit chain', () => {
    const entry = (subject: string) => ({
      actor: 'policy',
      action: 'tested',
      subject,
      detail: { z: 1, a: [{ c: null, b: 'ä\u0000' }], n: 1e21 },
    });
    const append = (subject: string) => database.transaction((manager) => app.get(AuditChain).append(manager, entry(subject)));

    it('is dense and intact when many append at once, and rolled back ones leave no trace', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => append(`s${i % 2}`)));
      const failing = database.transaction(async (manager) => {
        await app.get(AuditChain).append(manager, entry('lost'));
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      await append('s1');
      const rows = await app.get(AuditChain).list({ afterPosition: 0, limit: 100 });
      expect(rows.map((row) => row.position)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
      expect(rows[0]).toMatchObject(JSON.parse(JSON.stringify(entry(rows[0]!.subject))) as object);
      expect(await app.get(AuditChain).verify()).toMatchObject({ intact: true, brokenAt: null, head: { position: 21 } });
      expect((await app.get(AuditChain).list({ subject: 's1', afterPosition: 5, limit: 3 })).every((row) => row.subject === 's1')).toBe(
        true,
      );
    });

    it('verifies over many pages', async () => {
      await database.transaction(async (manager) => {
        for (let i = 0; i < 600; i++) await app.get(AuditChain).append(manager, entry(`page ${i}`));
      });
      expect(await app.get(AuditChain).verify()).toMatchObject({ intact: true, head: { position: 621 } });
    });

    it('cannot be changed by the service, and shows it when somebody stronger does', async () => {
      await expect(database.query(`update audit set actor = 'nobody'`)).rejects.toThrow('permission denied');
      await expect(database.query('delete from audit')).rejects.toThrow('permission denied');
      await asAdmin(`update audit set detail = '{"approved": true}' where position = 7`);
      expect(await app.get(AuditChain).verify()).toMatchObject({ intact: false, brokenAt: 7 });
    });

    it('refuses to append outside of a transaction', async () => {
      await expect(app.get(AuditChain).append(database.manager, entry('x'))).rejects.toThrow('needs the transaction');
    });
  });

  it('keeps dead letters, newest first, one for an id and subject', async () => {
    const letters = app.get(DeadLetters);
    const letter = { service: 'gateway', subject: 'incident.opened.v1', deliveries: 5, reason: 'no', excerpt: 'a\u0000b' };
    await letters.add({ ...letter, id: 'd1', at: '2026-01-15T12:00:00.000Z' });
    await letters.add({ ...letter, id: 'd2', at: '2026-01-15T12:00:01.000Z' });
    await letters.add({ ...letter, id: 'd1', at: '2026-01-15T12:00:02.000Z', deliveries: 6 });
    const listed = await letters.list(10);
    expect(listed.map(({ id, deliveries }) => [id, deliveries])).toEqual([
      ['d2', 5],
      ['d1', 6],
    ]);
    expect(listed[1]).toEqual({ ...letter, id: 'd1', at: '2026-01-15T12:00:00.000Z', deliveries: 6, excerpt: 'ab' });
    expect(await letters.list(1)).toHaveLength(1);
  });

  it('prunes what is past its time and nothing else', async () => {
    await asAdmin(`
      insert into outbox (id, subject, data, sent_at) values
        ('old', 's', '{}', now() - interval '8 days'), ('young', 's', '{}', now() - interval '6 days');
      insert into inbox select 'prune', 'old ' || n, now() - interval '15 days' from generate_series(1, 12000) n;
      insert into inbox values ('prune', 'young', now() - interval '13 days')`);
    await app.get(Pruner).prune();
    expect(await database.query(`select id from outbox where id in ('old', 'young')`)).toEqual([{ id: 'young' }]);
    expect(await database.query(`select event_id from inbox where consumer = 'prune'`)).toEqual([{ event_id: 'young' }]);
  });

  it('reports the pool, the outbox and the health of the database', async () => {
    const text = await register.metrics();
    for (const line of [
      /^cloudops_postgres_pool_connections\{state="idle"\} [1-5]$/m,
      /^cloudops_postgres_outbox_pending 0$/m,
      /^cloudops_postgres_outbox_oldest_pending_seconds 0$/m,
      /^cloudops_postgres_outbox_published_total \d+$/m,
    ]) {
      expect(text).toMatch(line);
    }
    const { checks } = await app.get(HealthChecks).report();
    expect(checks['postgres']).toMatchObject({ ok: true });
  });
});
