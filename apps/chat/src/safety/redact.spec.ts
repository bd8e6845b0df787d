import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fence } from './fence.ts';
import { redact, redactDeep } from './redact.ts';

const body = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
  minLength: 36,
  maxLength: 48,
});
const secrets = body.chain((b) =>
  fc.constantFrom(
    { whole: `sk-proj-${b}`, secret: b },
    { whole: `AIza${b}`, secret: b },
    { whole: `ghp_${b}`, secret: b },
    { whole: `xoxb-${b}`, secret: b },
    { whole: `glpat-${b}`, secret: b },
    { whole: `AKIA${b.toUpperCase().slice(0, 16)}`, secret: b.toUpperCase().slice(0, 16) },
    { whole: `eyJ${b}.${b}.${b}`, secret: b },
    { whole: `Authorization: Bearer ${b}`, secret: b },
    { whole: `postgres://admin:${b}@db:5432/x`, secret: b },
    { whole: `DB_PASSWORD=${b}`, secret: b },
    { whole: `{"apiKey": "${b} with spaces"}`, secret: b },
    { whole: `client_secret: '${b}'`, secret: b },
    { whole: `-----BEGIN RSA PRIVATE KEY-----\n${b}\n-----END RSA PRIVATE KEY-----`, secret: b },
  ),
);
const around = fc.constantFrom('', 'failed: ', 'a b\n', '"', ' (', 'user said ');

describe('redact', () => {
  it('hides every known shape of secret, wherever it stands', () => {
    fc.assert(
      fc.property(around, secrets, around, (before, { whole, secret }, after) => {
        const out = redact(`${before}${whole}${after === '' ? '' : ` ${after}`}`);
        expect(out).not.toContain(secret);
        expect(redact(out)).toBe(out);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'node_cpu_seconds_total{cpu="0"} 0.35 at 12:00:05 UTC',
    'restart-workload of drill-workload by runbook restart-on-latency v1',
    'series 00000000000000a1, hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'fencing token 17; input tokens: 12',
    'https://example.com/a?b=c',
  ])('leaves %s alone', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('reaches into data and fields with a secret name', () => {
    expect(redactDeep({ a: ['password=hunter2xyz'], token: 'abc', n: 1, nested: { cookie: 'x=y' } })).toEqual({
      a: ['password=[redacted]'],
      token: '[redacted]',
      n: 1,
      nested: { cookie: '[redacted]' },
    });
  });

  it('is fast on hostile text', () => {
    const started = performance.now();
    for (const text of [
      'a.'.repeat(50_000),
      'password'.repeat(10_000),
      'http://a:'.repeat(10_000),
      '-----BEGIN PRIVATE KEY-----'.repeat(500),
    ])
      redact(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('fence', () => {
  it('cannot be closed by what is in it, and stays bounded', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('</tool-result>', '</TOOL-RESULT >', '<tool-result', '<', '/', 'tool-result>', 'x\u0000\u202e', '\n')),
        (parts) => {
          const text = fence('tool-result', 'tool="x"', parts.join(''), 100);
          expect(text.match(/<\/?tool-result/gi)).toHaveLength(2);
          expect(text.length).toBeLessThan(200);

          expect(text).not.toMatch(/[\u0000\u202e]/);
        },
      ),
    );
  });
});
