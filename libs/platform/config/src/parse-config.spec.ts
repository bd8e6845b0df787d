import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { parseConfig } from './parse-config.ts';
import { ServiceConfig } from './service-config.ts';

const good = {
  PORT: '3000',
  DATABASE_URL: 'postgres://a:b@127.0.0.1/x',
  MIGRATION_DATABASE_URL: 'postgresql://a:b@127.0.0.1/x',
  NATS_URL: 'nats://127.0.0.1:4222',
};
const faultsOf = (schema: z.ZodObject, env: Record<string, string>) => {
  try {
    parseConfig(schema, env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults;
  }
};

describe('parseConfig', () => {
  it('gives typed values and defaults', () => {
    expect(parseConfig(ServiceConfig, good)).toMatchObject({ PORT: 3000, ENVIRONMENT: 'local', HOST: '127.0.0.1', LOG_LEVEL: 'info' });
  });

  it('names every fault at once, with an example', () => {
    const faults = faultsOf(ServiceConfig, { ...good, PORT: 'abc', NATS_URL: 'http://x', LOG_LEVEL: 'loud', DATABASE_URL: '' });
    expect(faults.map((f) => f.variable).sort()).toEqual(['DATABASE_URL', 'LOG_LEVEL', 'NATS_URL', 'PORT']);
    const message = new ConfigError(faults).message;
    expect(message).toContain('4 faults');
    expect(message).toContain('DATABASE_URL: is not set (for example DATABASE_URL=postgres://');
    expect(message).toContain('NATS_URL: is not a nats:// URL');
  });

  it('reads NAME_FILE without its trailing newline, and refuses both', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'secret');
    writeFileSync(file, 's3cret\n');
    expect(parseConfig(ServiceConfig, { ...good, NATS_PASSWORD_FILE: file }).NATS_PASSWORD).toBe('s3cret');
    expect(faultsOf(ServiceConfig, { ...good, NATS_PASSWORD_FILE: file, NATS_PASSWORD: 'x' })[0]?.problem).toContain('keep one');
  });

  it('reports a file that cannot be read once, under the name that was set', () => {
    const { DATABASE_URL: _, ...rest } = good;
    const faults = faultsOf(ServiceConfig, { ...rest, DATABASE_URL_FILE: '/nonexistent/secret' });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ variable: 'DATABASE_URL_FILE' });
  });

  it('leaves a variable alone whose own name ends in _FILE', () => {
    const schema = z.object({ KEY: z.string().optional(), KEY_FILE: z.string() });
    expect(parseConfig(schema, { KEY_FILE: '/some/path' })).toEqual({ KEY_FILE: '/some/path' });
  });
});
