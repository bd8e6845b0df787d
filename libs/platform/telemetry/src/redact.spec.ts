import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REDACTED, redactFields, redactText } from './redact.ts';

describe('redactFields', () => {
  it('hides fields by name at any depth and keeps the rest', () => {
    const seen = redactFields({ user: 'a', headers: [{ Authorization: 'Bearer x' }], db: { PASSWORD: 'p', openaiApiKey: 'k', key: 'x' } });
    expect(seen).toEqual({
      user: 'a',
      headers: [{ Authorization: REDACTED }],
      db: { PASSWORD: REDACTED, openaiApiKey: REDACTED, key: REDACTED },
    });
  });

  it('keeps numbers: token counts and fencing tokens are no secrets', () => {
    const fields = { fencingToken: 7, tokens: { input: 3 }, entityKey: 'local/host/a' };
    expect(redactFields(fields)).toEqual(fields);
  });

  it('never lets a secret through, however it is nested', () => {
    const secret = 'S3CRET-VALUE';
    const nested = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constant({ password: secret }),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.record({ a: tie('node') }),
      ),
    })).node;
    fc.assert(fc.property(nested, (value) => !JSON.stringify(redactFields(value)).includes(secret)));
  });
});

describe('redactText', () => {
  it('hides passwords in URLs and credentials after a scheme', () => {
    expect(redactText('connect postgres://svc:hunter2@db:5432/x failed')).toBe(`connect postgres://svc:${REDACTED}@db:5432/x failed`);
    expect(redactText('Authorization: Bearer abcdef123456')).toBe(`Authorization: Bearer ${REDACTED}`);
  });

  it('leaves ordinary URLs and prose alone', () => {
    const text = 'GET http://127.0.0.1:3000/a?b=c@d Basic facts';
    expect(redactText(text)).toBe(text);
  });
});
