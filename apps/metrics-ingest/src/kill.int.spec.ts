import { setTimeout as delay } from 'node:timers/promises';
import { identifySeries } from '@cloudops/domain-series';
import { parseConfig } from '@cloudops/platform-config';
import { openDataSource, provisionService } from '@cloudops/platform-postgres';
import { testService, waitFor, type TestService } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { MetricsIngestConfig } from './metrics-ingest.config.ts';
import { keepPartitions } from './outbound/keep-partitions.ts';
import { PackCache } from './outbound/pack-cache.ts';
import { PostgresHistory } from './outbound/postgres-history.ts';
import { PostgresRollups } from './outbound/postgres-rollups.ts';
import { KillableProcess } from './testing/killable-process.ts';
import { sha256, WRITE_KEY } from './testing/running-ingest.ts';
import { writeBody } from './testing/write-body.ts';

const SERIES = Array.from({ length: 40 }, (_, i) => ({ __name__: 'k', i: String(i) }));
const KILLS = 4;

describe('kill -9', () => {
  let servers: TestService;
  let service: KillableProcess;
  let database: DataSource;

  beforeAll(async () => {
    servers = await testService({ schema: 'metrics_ingest', provision: provisionService });
    service = await KillableProcess.start(servers, { COMPACT_INTERVAL_MS: '200' });
    database = await openDataSource({ service: 'kill test', schema: 'metrics_ingest', url: servers.databaseUrl });
    await database.query(`insert into api_keys (id, hash, scope, revoked, revision) values ('k', $1, 'write', false, 1)`, [
      sha256(WRITE_KEY),
    ]);
  }, 90_000);
  afterAll(async () => {
    await service.kill();
    await database.destroy();
    await servers.stop();
  });

  /** Sends as Prometheus does: again, until it is told 204. */
  async function send(time: number): Promise<void> {
    const body = Uint8Array.from(writeBody(...SERIES.map((labels, i) => ({ labels, time, value: time + i }))));
    const headers = { authorization: `Bearer ${WRITE_KEY}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
    for (;;) {
      const response = await fetch(`${service.url}/api/v1/write`, { method: 'POST', headers, body }).catch(() => undefined);
      if (response?.status === 204) return;
      if (response !== undefined && response.status < 500) throw new Error(`${response.status} ${await response.text()}`);
      await delay(20);
    }
  }

  it(`loses and doubles no sample that was acknowledged, over ${KILLS} kills`, async () => {
    const acknowledged: number[] = [];
    let sending = true;
    const sender = (async () => {
      for (let time = Date.now() - 60_000; sending; time += 5) {
        await send(time);
        acknowledged.push(time);
      }
    })();
    for (let kill = 0; kill < KILLS; kill++) {
      const before = acknowledged.length;
      await waitFor(() => acknowledged.length >= before + 60, { timeoutMs: 30_000 });
      await service.kill();
      await service.boot();
    }
    sending = false;
    await sender;
    const config = await keepPartitions(parseConfig(MetricsIngestConfig, urlsOf(servers)), database);
    const history = new PostgresHistory(database, new PostgresRollups(database, config), new PackCache(), config);
    const ids = SERIES.map((labels) => identifySeries(labels).id);
    const stored = await history.read(ids, 0, Date.now());
    ids.forEach((id, i) => {
      expect([...stored.get(id)!.times]).toEqual(acknowledged);
      expect([...stored.get(id)!.values]).toEqual(acknowledged.map((time) => time + i));
    });
    await waitFor(
      async () => {
        const marks = await database.query<{ open: boolean }[]>(
          'select folded_seq < last_seq or published_seq < last_seq as open from partitions',
        );
        const open = await database.query<unknown[]>('select 1 from journal where seq is null');
        return open.length === 0 && marks.every((mark) => !mark.open);
      },
      { timeoutMs: 20_000 },
    );
    expect(await chunkSamples()).toBe(acknowledged.length * SERIES.length);
  }, 120_000);

  async function chunkSamples(): Promise<number> {
    const [row] = await database.query<{ samples: string }[]>('select sum(samples) as samples from chunks');
    return Number(row?.samples);
  }
});

const urlsOf = (servers: TestService) => ({
  DATABASE_URL: servers.databaseUrl,
  MIGRATION_DATABASE_URL: servers.migrationUrl,
  NATS_URL: servers.natsUrl,
});
