import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, startGateway, type StartedGateway } from './testing/start-gateway.ts';

jest.setTimeout(30_000);

const browser = { accept: 'text/html,*/*;q=0.8' };
let folder: string;
let gateway: StartedGateway;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloudops-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(join(folder, 'assets', 'app-1a2b3c.js'), 'export {};');
  await writeFile(join(folder, '.secret'), 'no');
  gateway = await startGateway({ CONSOLE_DIR: folder, KEY_ATTEMPTS_PER_MINUTE: '5' });
}, 60_000);
afterAll(async () => {
  await gateway.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

describe('the console', () => {
  it.each(['/', '/incidents/42', '/settings'])('is what a browser gets at %s', async (url) => {
    const answer = await gateway.app.inject({ url, headers: browser });
    expect([answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([
      200,
      expect.stringContaining('console'),
      'no-cache',
    ]);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('keeps files that carry a hash, and serves them with their type', async () => {
    const answer = await gateway.app.inject('/assets/app-1a2b3c.js');
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      expect.stringContaining('javascript'),
      expect.stringContaining('immutable'),
    ]);
  });

  it.each([
    ['/assets/missing.js', browser],
    ['/.secret', browser],
    ['/../package.json', browser],
    ['/assets/%2e%2e/%2e%2e/%2e%2e/etc/hosts.txt', browser],
    ['/api/v1/nothing', browser],
    ['/incidents/42', { accept: 'application/json' }],
  ])('is not what %s gets', async (url, headers) => {
    const answer = await gateway.app.inject({ url, headers });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, expect.stringContaining('problem+json')]);
  });
});

describe('wrong keys', () => {
  it('are limited per address; who was welcome there stays welcome, guessing on teaches nothing', async () => {
    const status = async (key: string, remoteAddress: string) =>
      gateway.app.inject({ url: '/api/v1/events?lastEventId=x', headers: { 'x-api-key': key }, remoteAddress });
    expect((await status(ADMIN_KEY, '10.0.0.1')).statusCode).toBe(400);
    for (let i = 0; i < 5; i++)
      for (const address of ['10.0.0.1', '10.0.0.2']) expect((await status(`wrong-${i}`, address)).statusCode).toBe(401);
    const limited = await status('wrong-again', '10.0.0.1');
    expect([limited.statusCode, limited.headers['content-type']]).toEqual([429, expect.stringContaining('problem+json')]);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await status(ADMIN_KEY, '10.0.0.2')).statusCode).toBe(429);
    expect((await status(ADMIN_KEY, '10.0.0.1')).statusCode).toBe(400);
    expect((await status(ADMIN_KEY, '10.0.0.3')).statusCode).toBe(400);
  });
});
