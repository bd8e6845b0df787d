import { afterEach, describe, expect, it } from '@jest/globals';
import { ChatConfig } from '../chat.config.ts';
import { geminiProtocol } from '../testing/gemini-protocol.ts';
import { openaiProtocol } from '../testing/openai-protocol.ts';
import { type ScriptedServer, startScriptedServer, type Step } from '../testing/scripted-server.ts';
import { aTurn } from '../testing/turns.ts';
import { createProviders } from './create-providers.ts';

const KEYS = { OPENAI_API_KEY: 'sk-openai-canary-0123456789', GEMINI_API_KEY: 'AIzaCanary0123456789012345678901234567' };
const REQUIRED = { PORT: '0', DATABASE_URL: 'postgres://u:p@h/d', MIGRATION_DATABASE_URL: 'postgres://u:p@h/d', NATS_URL: 'nats://h:1' };
const soon = (ms = 60_000): Date => new Date(Date.now() + ms);

describe('choosing a provider', () => {
  const servers: ScriptedServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });

  async function providers(openai: readonly Step[] | undefined, gemini: readonly Step[] | undefined, more: Record<string, string> = {}) {
    const env: Record<string, string> = { ...REQUIRED, ...more };
    if (openai !== undefined) {
      servers.push(await startScriptedServer(openaiProtocol, openai));
      Object.assign(env, { OPENAI_API_KEY: KEYS.OPENAI_API_KEY, OPENAI_BASE_URL: `${servers.at(-1)!.url}/v1` });
    }
    if (gemini !== undefined) {
      servers.push(await startScriptedServer(geminiProtocol, gemini));
      Object.assign(env, { GEMINI_API_KEY: KEYS.GEMINI_API_KEY, GEMINI_BASE_URL: servers.at(-1)!.url });
    }
    const failures: string[] = [];
    const chosen = createProviders(ChatConfig.parse(env), (provider, failure) => failures.push(`${provider} ${failure.kind}`));
    return { chosen, failures };
  }

  it('takes the first configured one', async () => {
    const { chosen } = await providers([{ does: 'says', pieces: ['Hi.'] }], [{ does: 'says', pieces: ['Ho.'] }]);
    const test = aTurn('how is everything?');
    const answer = await chosen.answer(test.turn, test.say, soon());
    expect(answer).toEqual({
      provider: 'openai',
      model: 'gpt-4o-mini',
      tokens: { input: 100, output: 20 },
      reason: 'openai is the first configured provider that works',
    });
    expect(chosen.describe()).toEqual({
      selected: 'openai',
      reason: 'openai is the first configured provider that works',
      configured: ['openai', 'gemini', 'keyless'],
    });
  });

  it('counts a base URL without a key as configured', () => {
    const chosen = createProviders(ChatConfig.parse({ ...REQUIRED, OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' }));
    expect(chosen.describe().configured).toEqual(['openai', 'keyless']);
  });

  it('needs no model at all', async () => {
    const { chosen } = await providers(undefined, undefined);
    const test = aTurn('how is everything?');
    expect(await chosen.answer(test.turn, test.say, soon())).toMatchObject({ provider: 'keyless', reason: 'no model is configured' });
    expect(test.text()).toContain('Everything looks fine');
  });

  it('falls over to the next, and keeps the question and the evidence', async () => {
    const { chosen, failures } = await providers(
      [
        { does: 'calls', calls: [{ name: 'status', args: '{}' }] },
        { does: 'refuses', status: 429, retryAfterSeconds: 600 },
      ],
      [
        { does: 'calls', calls: [{ name: 'status', args: '{}' }] },
        { does: 'says', pieces: ['All well [e1].'] },
      ],
    );
    const test = aTurn('how is everything?');
    const answer = await chosen.answer(test.turn, test.say, soon());
    expect(answer).toMatchObject({ provider: 'gemini', reason: 'openai is out of quota or rate-limited (HTTP 429); so gemini answered' });
    expect(test.text()).toBe('All well [e1].');
    expect(test.evidence).toHaveLength(1);
    expect(failures).toEqual(['openai rate-limited']);
    expect(chosen.describe()).toMatchObject({ selected: 'gemini', reason: 'openai is resting after failures; so gemini answers' });
    await chosen.answer(aTurn('again').turn, () => undefined, soon());
    expect(servers[0]!.requests).toHaveLength(2);
  });

  it('ends at keyless when every model fails, within the time it has', async () => {
    const { chosen } = await providers([{ does: 'hangs' }], [{ does: 'refuses', status: 403, message: KEYS.GEMINI_API_KEY }], {
      CHAT_TIMEOUT_MS: '300',
    });
    const test = aTurn('how is everything?');
    const started = performance.now();
    const answer = await chosen.answer(test.turn, test.say, soon());
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(answer.provider).toBe('keyless');
    expect(answer.reason).toBe('openai did not answer in time; gemini rejected the API key (HTTP 403); so keyless answered');
    expect(answer.reason + test.text()).not.toContain(KEYS.GEMINI_API_KEY);
  });

  it('keeps time for keyless when the deadline is near', async () => {
    const { chosen } = await providers([{ does: 'hangs' }], undefined);
    const test = aTurn('how is everything?');
    const started = performance.now();
    expect(await chosen.answer(test.turn, test.say, soon(3_000))).toMatchObject({ provider: 'keyless' });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('says so when one breaks off in the middle, and gives a whole answer after it', async () => {
    const { chosen } = await providers([{ does: 'resets', pieces: ['The CPU is '] }], undefined);
    const test = aTurn("what's the current cpu?");
    expect((await chosen.answer(test.turn, test.say, soon())).provider).toBe('keyless');
    expect(test.text()).toMatch(/^The CPU is \n\n\(openai broke off here; another answer follows\.\)\n\nCPU of web-1 is 20 %/);
  });

  it('rests a provider after three failures', async () => {
    const { chosen, failures } = await providers([{ does: 'refuses', status: 400 }], undefined);
    for (let i = 0; i < 4; i++) expect((await chosen.answer(aTurn('help').turn, () => undefined, soon())).provider).toBe('keyless');
    expect(failures).toEqual(['openai bad-request', 'openai bad-request', 'openai bad-request', 'openai resting']);
    expect(servers[0]!.requests).toHaveLength(3);
  });

  it('asks only the one that is chosen, and keyless after it', async () => {
    const { chosen } = await providers([{ does: 'says', pieces: ['Hi.'] }], [{ does: 'refuses', status: 500 }], {
      CHAT_PROVIDER: 'gemini',
    });
    const test = aTurn('help');
    expect(await chosen.answer(test.turn, test.say, soon())).toMatchObject({ provider: 'keyless' });
    expect(servers[0]!.requests).toHaveLength(0);
  });

  it('stops at once when the asker leaves, and does not hold it against the provider', async () => {
    const { chosen, failures } = await providers([{ does: 'hangs' }], undefined);
    const left = new AbortController();
    const test = aTurn('hi', { signal: left.signal });
    const pending = chosen.answer(test.turn, test.say, soon());
    const gone = expect(pending).rejects.toThrow('left');
    left.abort(new Error('left'));
    await gone;
    expect(failures).toEqual([]);
    expect(chosen.describe().selected).toBe('openai');
  });

  it('refuses a choice that nothing is configured for', () => {
    expect(() => ChatConfig.parse({ ...REQUIRED, CHAT_PROVIDER: 'gemini' })).toThrow('GEMINI_API_KEY');
    expect(() => ChatConfig.parse({ ...REQUIRED, CHAT_PROVIDER: 'openai' })).toThrow('OPENAI_API_KEY or OPENAI_BASE_URL');
  });
});
