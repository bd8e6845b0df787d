import { describe, expect, it } from '@jest/globals';
import { noticesOf } from './notices-of.ts';

describe('noticesOf', () => {
  it('names what serves and should be looked at, nothing else', () => {
    const checks = {
      postgres: { ok: true, message: 'answers' },
      keys: { ok: false, message: 'none known' },
      history: { ok: true, degraded: true, message: '9 samples went before their time' },
    };
    expect(noticesOf({ 'metrics-ingest': { ready: true, checks }, chat: { ready: false, checks: {} } })).toEqual([
      { service: 'metrics-ingest', check: 'history', message: '9 samples went before their time' },
    ]);
  });
});
