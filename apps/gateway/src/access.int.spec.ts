import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '@cloudops/testing';
import { DataSource } from 'typeorm';
import { sha256 } from './domain/judge-key.ts';
import type { Role } from './domain/roles.ts';
import { AuthenticateCaller } from './use-cases/authenticate-caller.ts';
import { BootstrapKeys } from './use-cases/bootstrap-keys.ts';
import { ACCESS_MATRIX } from './testing/access-matrix.ts';
import { ADMIN_KEY, asAdmin, startGateway, type StartedGateway, WRITE_KEY } from './testing/start-gateway.ts';

jest.setTimeout(30_000);

const ROLES: readonly Role[] = ['viewer', 'operator', 'approver', 'admin'];

let gateway: StartedGateway;
const secrets = new Map<string, string>();

beforeAll(async () => {
  gateway = await startGateway({ KEY_ATTEMPTS_PER_MINUTE: '10000' });
  const add = async (id: string, role: Role, ends: { expires?: string; revoked?: string } = {}): Promise<void> => {
    const secret = randomBytes(24).toString('base64url');
    secrets.set(id, secret);
    await gateway.app
      .get(DataSource)
      .query(
        `insert into api_keys (id, name, hash, scope, role, expires_at, revoked_at, revision) values ($1, $1, $2, 'admin', $3, $4, $5, 1)`,
        [id, sha256(secret).toString('hex'), role, ends.expires ?? null, ends.revoked ?? null],
      );
  };
  for (const role of ROLES) await add(`a-${role}`, role);
  await add('expired', 'admin', { expires: '2020-01-01' });
  await add('revoked', 'admin', { revoked: '2020-01-01' });
  gateway.app.get(AuthenticateCaller).forget();
}, 60_000);
afterAll(() => gateway.stop(), 60_000);

/** Status only: nobody plays the services here, so what gets through meets 503, or 400 for its empty body. */
async function statusOf(route: string, key?: string, header: 'authorization' | 'x-api-key' = 'authorization'): Promise<number> {
  const [method, path] = route.split(' ') as ['GET' | 'POST' | 'DELETE', string];
  const headers = key === undefined ? {} : { [header]: header === 'authorization' ? `Bearer ${key}` : key };
  const url = path.replace(/:\w+/, 'x') + (path === '/api/v1/events' ? '?lastEventId=not-a-number' : '');
  return (await gateway.app.inject({ method, url, headers, ...(method === 'POST' && { payload: {} }) })).statusCode;
}

describe('authorisation matrix', () => {
  it('has every route, and no other', () => {
    const routes = gateway.routes.filter((r) => r.method !== 'HEAD' && r.method !== 'OPTIONS').map((r) => `${r.method} ${r.url}`);
    expect([...new Set(routes)].sort()).toEqual(Object.keys(ACCESS_MATRIX).sort());
  });

  it.each(Object.entries(ACCESS_MATRIX))('%s needs %s', async (route, needed) => {
    const bad = [
      undefined,
      'wrong-key-wrong-key',
      `${ADMIN_KEY}x`,
      ADMIN_KEY.slice(1),
      ADMIN_KEY.toUpperCase(),
      secrets.get('expired'),
      secrets.get('revoked'),
    ];
    if (needed === 'open') {
      for (const key of [undefined, 'wrong-key-wrong-key', WRITE_KEY]) expect([200, 503]).toContain(await statusOf(route, key));
      return;
    }
    for (const key of bad) expect([key, await statusOf(route, key)]).toEqual([key, 401]);
    expect(await statusOf(route, 'wrong-key-wrong-key', 'x-api-key')).toBe(401);
    expect(await statusOf(route, WRITE_KEY)).toBe(needed === 'write' ? 400 : 403);
    for (const role of ROLES) {
      const status = await statusOf(route, secrets.get(`a-${role}`));
      const allowed = ROLES.indexOf(role) >= ROLES.indexOf(needed === 'write' ? 'operator' : needed);
      expect([role, allowed ? [200, 400, 503].includes(status) : status === 403]).toEqual([role, true]);
    }
    expect([200, 400, 503]).toContain(await statusOf(route, ADMIN_KEY, 'x-api-key'));
  });

  it('answers HEAD like GET', async () => {
    expect((await gateway.app.inject({ method: 'HEAD', url: '/status' })).statusCode).toBe(401);
  });

  it('says how to authenticate', async () => {
    const answer = await gateway.app.inject('/status');
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({ status: 401, code: 'key-missing', instance: '/status' });
  });
});

describe('key files', () => {
  const rows = () =>
    gateway.app.get(DataSource).query<{ id: string; revision: number; hash: string }[]>('select id, revision, hash from api_keys');
  const announced = async (id: string): Promise<{ hash: string; revision: number }[]> => {
    const sent = await gateway.app
      .get(DataSource)
      .query<{ data: { id: string; hash: string; revision: number; scope: string } }[]>(
        `select data from outbox where subject = 'api-key.changed.v1' order by position`,
      );
    return sent.map((s) => s.data).filter((d) => d.id === id);
  };

  it('keep only hashes and announce both keys', async () => {
    const text = JSON.stringify(await rows());
    expect(text).toContain(sha256(ADMIN_KEY).toString('hex'));
    expect(text).not.toContain(ADMIN_KEY);
    expect(await announced('write')).toContainEqual(expect.objectContaining({ scope: 'write', revoked: false, revision: 1 }));
    expect(await announced('admin')).toContainEqual(expect.objectContaining({ scope: 'admin', hash: sha256(ADMIN_KEY).toString('hex') }));
  });

  it('rotate a key when their content changes, and keep it when they turn bad', async () => {
    const next = 'write-key-after-its-rotation-0123456789';
    await writeFile(join(gateway.folder, 'write.key'), next);
    await gateway.app.get(BootstrapKeys).check();
    expect(await rows()).toContainEqual({ id: 'write', revision: 2, hash: sha256(next).toString('hex') });
    expect((await announced('write')).at(-1)).toMatchObject({ revision: 2, hash: sha256(next).toString('hex') });
    expect(await statusOf('GET /status', WRITE_KEY)).toBe(401);
    expect(await statusOf('GET /status', next)).toBe(403);

    for (const bad of ['short', ADMIN_KEY]) {
      await writeFile(join(gateway.folder, 'write.key'), bad);
      await gateway.app.get(BootstrapKeys).check();
      expect(await statusOf('GET /status', next)).toBe(403);
    }
    await writeFile(join(gateway.folder, 'write.key'), next);
  });

  it('see a revocation made by another process within seconds', async () => {
    await gateway.app.get(DataSource).query(`update api_keys set revoked_at = now() where id = 'a-viewer'`);
    await waitFor(async () => (await statusOf('GET /logs', secrets.get('a-viewer'))) === 401, { timeoutMs: 15_000, intervalMs: 200 });
  }, 20_000);
});

describe('front door', () => {
  it('gives programs the endpoints and browsers a page, with headers that keep strangers out', async () => {
    const program = await gateway.app.inject('/');
    expect(program.json()).toMatchObject({
      status: 'success',
      data: { service: 'gateway', endpoints: expect.arrayContaining(['POST /query']) },
    });
    const browser = await gateway.app.inject({ url: '/', headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect(browser.headers['content-type']).toContain('text/html');
    expect(browser.body).toContain('CONSOLE_DIR');
    expect(browser.headers['content-security-policy']).toContain("default-src 'self'");
    expect(browser.headers['content-security-policy']).not.toContain('unsafe-eval');
    expect(browser.headers['x-content-type-options']).toBe('nosniff');
  });

  it('describes every route that is not a probe of the platform', async () => {
    const document = (await gateway.app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((m) => `${m.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const probes = ['GET /livez', 'GET /readyz', 'GET /metrics'];
    expect(described.sort()).toEqual(
      Object.keys(ACCESS_MATRIX)
        .filter((r) => !probes.includes(r))
        .sort(),
    );
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((m) => m[1]!);
    for (const name of references) expect(document.components.schemas).toHaveProperty(name);
    const page = await gateway.app.inject('/docs');
    expect(page.body).toContain('/api/v1/incidents/{id}');
    expect(page.body).not.toMatch(/<script|https?:\/\//);
  });

  it('shows its own metrics', async () => {
    await gateway.app.inject({ url: '/status', headers: asAdmin });
    const { body } = await gateway.app.inject('/metrics');
    expect(body).toMatch(/cloudops_gateway_requests_refused_total\{[^}]*reason="unknown"[^}]*\} \d+/);
    expect(body).toContain('cloudops_gateway_event_clients');
  });
});
