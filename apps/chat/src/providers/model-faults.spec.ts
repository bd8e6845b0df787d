import { waitFor } from '@cloudops/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { APIS, KEY, ModelTalk } from '../testing/model-apis.ts';
import type { Step } from '../testing/scripted-server.ts';
import { aTurn } from '../testing/turns.ts';
import type { ProviderFailure } from './provider-failure.ts';

describe.each(APIS)('$name when it fails', (api) => {
  let talk: ModelTalk;
  beforeEach(() => {
    talk = new ModelTalk(api);
  });
  afterEach(() => talk.server.stop());

  it('waits as long as a 429 asks, then succeeds', async () => {
    const test = aTurn('hi');
    const started = performance.now();
    await talk.answer(
      [
        { does: 'refuses', status: 429, retryAfterSeconds: 1 },
        { does: 'says', pieces: ['Here.'] },
      ],
      test,
    );
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_000);
    expect(test.text()).toBe('Here.');
    expect(talk.server.requests).toHaveLength(2);
  });

  it('does not wait for a provider that asks for long', async () => {
    expect(await talk.failing([{ does: 'refuses', status: 429, retryAfterSeconds: 120 }])).toMatchObject({
      kind: 'rate-limited',
      status: 429,
      retryAfterMs: 120_000,
    });
    expect(talk.server.requests).toHaveLength(1);
  });

  it('tries a 500 again, and gives up after three', async () => {
    expect(await talk.failing([{ does: 'refuses', status: 500 }])).toMatchObject({ kind: 'server-error', status: 500 });
    expect(talk.server.requests).toHaveLength(3);
  });

  it('does not try again with a rejected key, and never repeats what the provider said', async () => {
    const error = (await talk.failing([
      { does: 'refuses', status: 401, message: `Incorrect API key provided: ${KEY}` },
    ])) as ProviderFailure;
    expect(error).toMatchObject({ kind: 'rejected-key' });
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(KEY);
    expect(talk.server.requests).toHaveLength(1);
  });

  it('reports a connection that breaks off mid-stream, without saying anything twice', async () => {
    const test = aTurn('hi');
    expect(await talk.failing([{ does: 'resets', pieces: ['Half an '] }], test)).toMatchObject({ kind: 'unreachable' });
    expect(test.text()).toBe('Half an ');
    expect(talk.server.requests).toHaveLength(1);
  });

  it('tries again when the connection breaks before the first piece', async () => {
    const test = aTurn('hi');
    await talk.answer(
      [
        { does: 'resets', pieces: [] },
        { does: 'says', pieces: ['Here.'] },
      ],
      test,
    );
    expect(test.text()).toBe('Here.');
  });

  it('reports a stream that is no JSON', async () => {
    expect(await talk.failing([{ does: 'garbles' }])).toMatchObject({ kind: 'bad-answer' });
  });

  it('leaves the connection when the asker has left', async () => {
    const left = new AbortController();
    const test = aTurn('hi', { signal: left.signal });
    const script: Step[] = [{ does: 'says', pieces: Array.from({ length: 200 }, () => 'word '), pauseMs: 20 }];
    const pending = talk.answer(script, { ...test, say: () => left.abort(new Error('left')) });
    await expect(pending).rejects.toThrow();
    await waitFor(() => talk.server.abandoned() === 1);
  });
});
