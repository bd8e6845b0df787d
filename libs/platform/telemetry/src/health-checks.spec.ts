import { describe, expect, it } from '@jest/globals';
import { HealthChecks } from './health-checks.ts';

const ok = () => Promise.resolve({ ok: true, message: 'fine' });

describe('HealthChecks', () => {
  it('is ready when every check passes', async () => {
    const health = new HealthChecks('chat', '1.2.3');
    health.register('database', ok);
    expect(await health.report()).toMatchObject({ service: 'chat', version: '1.2.3', ready: true, checks: { database: { ok: true } } });
  });

  it('is not ready when one fails, throws or never answers', async () => {
    for (const bad of [
      () => Promise.resolve({ ok: false, message: 'no' }),
      () => Promise.reject(new Error('no')),
      () => new Promise<never>(() => {}),
    ]) {
      const health = new HealthChecks('chat', '1');
      health.register('database', ok);
      health.register('bus', bad);
      const report = await health.report();
      expect(report.ready).toBe(false);
      expect(report.checks['bus']?.message).toMatch(/^no/);
    }
  });

  it('is not ready once it drains', async () => {
    const health = new HealthChecks('chat', '1');
    health.drain();
    expect((await health.report()).ready).toBe(false);
  });
});
