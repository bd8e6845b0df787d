import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AnomalyCleared, AnomalyDetected, EVENTS } from '@cloudops/contracts';
import { Bus, BusModule, DeadLetters } from '@cloudops/platform-bus';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { anAnomaly, testService, type TestService, waitFor } from '@cloudops/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { connect, type NatsConnection } from 'nats';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { PostgresModule } from '../postgres.module.ts';
import { provisionService } from '../provision/provision-service.ts';
import { Outbox } from './outbox.ts';

jest.setTimeout(60_000); // some wait for a check of the stream, or for a reconnection

const STREAM = 'EVENTS_ANOMALY';
const detected = (reason: string) => anAnomaly({ reason });

describe('the outbox', () => {
  let servers: TestService;
  let app: INestApplicationContext;
  let nats: NatsConnection;
  let outbox: Outbox;
  let database: DataSource;

  const boot = async (): Promise<INestApplicationContext> => {
    const module = await Test.createTestingModule({
      imports: [
        TelemetryModule.forService('anomaly', { level: 'silent' }),
        BusModule.forRoot({ service: 'anomaly', url: servers.natsUrl }),
        PostgresModule.forRoot({
          service: 'anomaly',
          schema: 'anomaly',
          url: servers.databaseUrl,
          migrationUrl: servers.migrationUrl,
        }),
      ],
    }).compile();
    return module.init();
  };
  const add = (...ids: string[]): Promise<void> =>
    database.transaction(async (manager) => {
      for (const id of ids) await outbox.add(manager, AnomalyDetected, detected(id), { id, correlationId: `c-${id}` });
    });
  const asAdmin = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: servers.adminUrl });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  /** Ids of the messages in the stream, in its order. */
  const stored = async (): Promise<string[]> => {
    const manager = await nats.jetstreamManager();
    const { state } = await manager.streams.info(STREAM);
    const ids: string[] = [];
    for (let seq = state.first_seq; state.messages > 0 && seq <= state.last_seq; seq++) {
      ids.push((await manager.streams.getMessage(STREAM, { seq })).header.get('Nats-Msg-Id'));
    }
    return ids;
  };
  const eventually = (ids: string[], timeoutMs = 15_000): Promise<unknown> =>
    waitFor(async () => JSON.stringify(await stored()) === JSON.stringify(ids), { timeoutMs, what: `the stream to hold ${ids.join()}` });
  const unsent = async (): Promise<number> =>
    Number((await database.query<{ n: string }[]>('select count(*) as n from outbox where sent_at is null'))[0]!.n);
  const allSent = (): Promise<unknown> => waitFor(async () => (await unsent()) === 0, { what: 'the outbox to be empty' });

  beforeAll(async () => {
    servers = await testService({ schema: 'anomaly', provision: provisionService });
  });
  beforeEach(async () => {
    await servers.nats.wipe();
    app = await boot();
    outbox = app.get(Outbox);
    database = app.get(DataSource);
    nats = await connect({ servers: servers.natsUrl, maxReconnectAttempts: -1, reconnectTimeWait: 100 });
    await waitFor(() => app.get(Bus).streamState(AnomalyDetected));
  });
  afterEach(async () => {
    await nats.close();
    await app.close();
    await asAdmin('truncate anomaly.outbox, anomaly.outbox_streams, anomaly.dead_letters');
  });
  afterAll(() => servers.stop());

  it('publishes what was committed at once, in order, with its envelope', async () => {
    const started = Date.now();
    await add('a', 'b', 'c');
    await eventually(['a', 'b', 'c']);
    expect(Date.now() - started).toBeLessThan(900); // sooner than the poll
    const manager = await nats.jetstreamManager();
    const { last_seq } = (await manager.streams.info(STREAM)).state;
    const message = await manager.streams.getMessage(STREAM, { seq: last_seq });
    expect(message.subject).toBe(AnomalyDetected.subject);
    expect(message.json<{ reason: string }>().reason).toBe('c');
    expect(message.header.get('ce-correlationid')).toBe('c-c');
    await allSent();
  });

  it('publishes nothing of a transaction that was rolled back', async () => {
    const failing = database.transaction(async (manager) => {
      await outbox.add(manager, AnomalyDetected, detected('lost'), { id: 'lost' });
      throw new Error('the state could not be saved');
    });
    await expect(failing).rejects.toThrow('the state could not be saved');
    await add('after');
    await eventually(['after']);
  });

  it('takes an id once', async () => {
    await add('same');
    await add('same');
    await add('other');
    await eventually(['same', 'other']);
  });

  it('refuses data that no consumer would understand, and work outside of a transaction', async () => {
    const wrong = { ...anAnomaly(), severity: 'dreadful' } as never;
    await expect(database.transaction((manager) => outbox.add(manager, AnomalyDetected, wrong))).rejects.toMatchObject({
      code: 'event-malformed',
    });
    await expect(outbox.add(database.manager, AnomalyDetected, detected('x'))).rejects.toThrow('needs the transaction');
  });

  it('keeps the order over many batches', async () => {
    const ids = Array.from({ length: 250 }, (_, i) => `n${i}`);
    await add(...ids);
    await eventually(ids);
  });

  it('waits for a broker that is down', async () => {
    await add('before');
    await eventually(['before']);
    await servers.nats.kill();
    await add('while-down-1', 'while-down-2');
    expect(await unsent()).toBe(2);
    await servers.nats.restart();
    await eventually(['before', 'while-down-1', 'while-down-2']);
    await allSent();
  });

  it('publishes again, in order and under the same ids, what a broker has lost', async () => {
    await add('a', 'b', 'c');
    await allSent();
    await servers.nats.wipe();
    await waitFor(async () => (await stored()).length > 0, { timeoutMs: 30_000 });
    await eventually(['a', 'b', 'c']);
    await add('d');
    await eventually(['a', 'b', 'c', 'd']);
    await allSent();
  });

  it('notices a loss that happened while it was not running', async () => {
    await add('a', 'b');
    await allSent();
    await app.close();
    await servers.nats.wipe();
    app = await boot();
    await waitFor(async () => (await stored()).length > 0, { timeoutMs: 15_000 });
    await eventually(['a', 'b']);
  });

  it('publishes only the end again when only the end was lost', async () => {
    await add('a', 'b', 'c', 'd');
    await allSent();
    // as if the stream had been at 9 when it was cut back to what it has now
    await database.query(
      `update outbox_streams set last_seq = 9; update outbox set stream_seq = 8 where id = 'c'; update outbox set stream_seq = 9 where id = 'd'`,
    );
    const manager = await nats.jetstreamManager();
    const first = await manager.streams.info(STREAM);
    expect(first.state.last_seq).toBe(4);
    await manager.streams.update(STREAM, { ...first.config, duplicate_window: 100_000_000 });
    await waitFor(async () => (await manager.streams.info(STREAM)).state.last_seq === 6, { timeoutMs: 30_000 });
    expect((await stored()).slice(4)).toEqual(['c', 'd']);
  });

  it('puts aside what can never be published, and goes on', async () => {
    await database.transaction(async (manager) => {
      await manager.query(
        `insert into outbox (id, subject, data) values ('bad', $1, '{"nonsense": true}'), ('unknown', 'no.such.v1', '{}')`,
        [AnomalyCleared.subject],
      );
    });
    await add('good');
    await eventually(['good']);
    await allSent(); // the stream has an event a moment before the pass commits
    const letters = await app.get(DeadLetters).list(10);
    expect(letters.map((letter) => letter.id).sort()).toEqual(['bad', 'unknown']);
    expect(letters[0]!.service).toBe('anomaly');
    expect(letters[0]!.reason).toContain('not published');
    expect(EVENTS.map((event) => event.subject)).not.toContain('no.such.v1');
  });

  it('outlives the loss of its database connections', async () => {
    await add('a');
    await allSent();
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'anomaly' and pid <> pg_backend_pid()`,
    );
    await waitFor(() => add('b').then(() => true));
    await eventually(['a', 'b']);
  });

  it('lets only one of two processes relay, so that neither overtakes the other', async () => {
    const second = await boot();
    const ids = Array.from({ length: 120 }, (_, i) => `m${i}`);
    for (let i = 0; i < ids.length; i += 10) await add(...ids.slice(i, i + 10));
    await eventually(ids);
    await second.close();
  });
});
