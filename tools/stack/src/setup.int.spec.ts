import { startPostgres } from '@cloudops/testing';
import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const repository = join(import.meta.dirname, '../../..');

describe('setup (docker compose)', () => {
  it('prepares schemas and hands each process its own credentials, the same on every run', async () => {
    const postgres = await startPostgres();
    try {
      const folder = mkdtempSync(join(tmpdir(), 'setup-'));
      const secret = (path: string): string => readFileSync(join(folder, 'secrets', path), 'utf8');
      const env = {
        PATH: process.env['PATH'],
        ADMIN_DATABASE_URL: postgres.adminUrl,
        CLOUDOPS_DIR: join(folder, 'data'),
        SECRETS_DIR: join(folder, 'secrets'),
        NATS_CONFIG_FILE: join(folder, 'nats-server.conf'),
      };
      const args = ['--import', join(repository, 'tools/register.mjs'), join(import.meta.dirname, 'setup.ts')];
      const run = (): Promise<unknown> => promisify(execFile)(process.execPath, args, { env });
      await run();
      const first = secret('chat/database-url');
      const client = new Client({ connectionString: first });
      await client.connect();
      await client.end();
      expect(readFileSync(env.NATS_CONFIG_FILE, 'utf8')).toContain(JSON.stringify(secret('anomaly/nats-password')));
      expect(secret('gateway/write.key')).toBe(secret('prometheus/write.key'));
      expect(statSync(join(folder, 'secrets/gateway/admin.key')).mode & 0o777).toBe(0o400);
      await run();
      expect(secret('chat/database-url')).toBe(first);
    } finally {
      await postgres.stop();
    }
  }, 120_000);
});
