import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BusModule } from '@cloudops/platform-bus';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { testService, type TestService, waitFor } from '@cloudops/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { openDataSource } from '../data-source/open-data-source.ts';
import { PostgresModule } from '../postgres.module.ts';
import { provisionService } from '../provision/provision-service.ts';
import { AnchorFile } from './anchor-file.ts';
import { AuditAnchors } from './audit-anchors.ts';
import { AuditChain } from './audit-chain.ts';
import { type AuditRow, GENESIS, link } from './audit-row.ts';
import { TAMPERINGS } from './testing/tamperings.ts';

/** `npm run prove:audit` asks for 1,000. */
const CASES = Number(process.env['AUDIT_CASES'] ?? 60);
const SEED = Number(process.env['AUDIT_SEED'] ?? 20261124);

/** Numbers from 0 to 1 that a seed determines: mulberry32, Tommy Ettinger, public domain. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

let servers: TestService;
let app: INestApplicationContext;
let database: DataSource;
let stronger: DataSource;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloudops-audit-'));
  file = join(folder, 'anchors.jsonl');
  servers = await testService({ schema: 'gateway', provision: provisionService });
  const { natsUrl, databaseUrl: url, migrationUrl } = servers;
  const module = await Test.createTestingModule({
    imports: [
      TelemetryModule.forService('gateway', { level: 'silent' }),
      BusModule.forRoot({ service: 'gateway', url: natsUrl }),
      PostgresModule.forRoot({ service: 'gateway', schema: 'gateway', url, migrationUrl, auditAnchorFile: file }),
    ],
  }).compile();
  app = await module.init();
  database = app.get(DataSource);
  stronger = await openDataSource({ service: 'intruder', schema: 'gateway', url: servers.adminUrl });
}, 60_000);
afterAll(async () => {
  await stronger.destroy();
  await app.close();
  await servers.stop();
  rmSync(folder, { recursive: true });
}, 60_000);

const append = (count: number) =>
  database.transaction(async (manager) => {
    for (let i = 0; i < count; i++) {
      await app.get(AuditChain).append(manager, { actor: `a${i % 3}`, action: 'tested', subject: `s${i}`, detail: { i } });
    }
  });
const anchored = (position: number) => waitFor(() => new AnchorFile(file).read().at(-1)?.position === position, { what: 'the anchor' });

describe('an audit whose head is anchored outside of the database', () => {
  beforeEach(async () => {
    if ((await app.get(AuditChain).verify()).head.position > 0) return;
    await append(25);
    await anchored(25);
    await append(15);
    await anchored(40);
  }, 30_000);

  it(`finds each of ${CASES} random edits, deletions, insertions, reorderings, truncations and rewritings`, async () => {
    const random = randomOf(SEED);
    const pick = (below: number): number => Math.floor(random() * below);
    const whole = await app.get(AuditChain).list({ afterPosition: 0, limit: 100 });
    const anchors = new AnchorFile(file).read();
    const missed: string[] = [];
    for (let i = 0; i < CASES; i++) {
      const [name, tamper] = TAMPERINGS[i % TAMPERINGS.length]!;
      const left = tamper(whole, pick);
      expect(left).not.toEqual(whole);
      const runner = stronger.createQueryRunner();
      await runner.startTransaction();
      await runner.query('delete from audit');
      await runner.query(
        `insert into audit select (r->>'position')::bigint, (r->>'at')::timestamptz, r->>'actor', r->>'action', r->>'subject', (r->'detail')::jsonb, r->>'hash'
         from json_array_elements($1::json) r`,
        [JSON.stringify(left)],
      );
      const verdict = await new AuditChain(runner as unknown as DataSource).verify(anchors);
      if (verdict.intact) missed.push(`${i}: ${name}`);
      await runner.rollbackTransaction();
      await runner.release();
    }
    expect(missed).toEqual([]);
    expect(await app.get(AuditAnchors).verify()).toMatchObject({ intact: true, head: { position: 40 } });
  }, 600_000);

  it('vouches for nothing that does not follow from what it kept', async () => {
    const whole = await app.get(AuditChain).list({ afterPosition: 0, limit: 100 });
    const forged = whole.reduce<AuditRow[]>(
      (rows, row) => [...rows, link(rows.at(-1) ?? GENESIS, { ...row, actor: 'x' }, new Date(row.at))],
      [],
    );
    const save = async (rows: readonly AuditRow[]) =>
      stronger.transaction(async (manager) => {
        for (const { position, actor, hash } of rows)
          await manager.query('update audit set actor = $2, hash = $3 where position = $1', [position, actor, hash]);
      });
    await save(forged);
    await append(1); // the service itself goes on from the forged end
    await app.get(AuditAnchors).advance();
    expect(new AnchorFile(file).read().at(-1)?.position).toBe(40);
    expect(await app.get(AuditChain).verify()).toMatchObject({ intact: true }); // what the table alone would say
    expect(await app.get(AuditAnchors).verify()).toMatchObject({ intact: false, brokenAt: 25 });
    await stronger.query('delete from audit where position = 41');
    await save(whole);
    expect(await app.get(AuditAnchors).verify()).toMatchObject({ intact: true });
  }, 30_000);
});
