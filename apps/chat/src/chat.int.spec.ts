import { type AnswerChunk, AskQuestion, ChatProviders, ListAnswers, SERVICE_NAMES, ServiceHealth } from '@cloudops/contracts';
import { Bus, natsServerConfig } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { provisionService } from '@cloudops/platform-postgres';
import { startNats, testService, type TestService, waitFor } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { ChatConfig } from './chat.config.ts';
import { chat } from './chat.ts';
import { anAnswer, conversationsContract } from './testing/conversations-contract.ts';
import { Conversations } from './conversations/conversations.ts';
import { drillSituation } from './testing/drill-situation.ts';
import { openaiProtocol } from './testing/openai-protocol.ts';
import { playServices } from './testing/play-services.ts';
import { type ScriptedServer, startScriptedServer, type Step } from './testing/scripted-server.ts';

jest.setTimeout(60_000);

const passwordOf = (service: string): string => `${service}-password`;
const ALICE = { id: 'alice', role: 'viewer' } as const;
const BOB = { id: 'bob', role: 'admin' } as const;
const CANARY = 'sk-canaryCANARYcanary1234567890';

let servers: TestService;
let model: ScriptedServer;
let script: (question: string, round: number) => Step;
let players: NestFastifyApplication[];
let app: NestFastifyApplication;
let gateway: Bus;

beforeAll(async () => {
  const users = Object.fromEntries([...SERVICE_NAMES, 'executor'].map((s) => [s, passwordOf(s)])) as Parameters<typeof natsServerConfig>[0];
  const nats = await startNats({ config: (place) => natsServerConfig(users, place) });
  servers = await testService({ schema: 'chat', provision: provisionService, nats });
  model = await startScriptedServer(openaiProtocol, ({ body }) => {
    const last = body.messages.findLast((m: { role: string }) => m.role === 'user').content as string;
    return script(last, body.messages.filter((m: { role: string }) => m.role === 'tool').length);
  });
  players = await playServices(drillSituation(), nats.url, passwordOf);
  app = await createService({
    ...chat,
    config: ChatConfig.parse({
      PORT: '0',
      DATABASE_URL: servers.databaseUrl,
      MIGRATION_DATABASE_URL: servers.migrationUrl,
      NATS_URL: nats.url,
      NATS_USER: 'chat',
      NATS_PASSWORD: passwordOf('chat'),
      LOG_LEVEL: 'fatal',
      OPENAI_BASE_URL: `${model.url}/v1`,
      CHAT_TIMEOUT_MS: '8000',
      CHAT_MAX_CONCURRENT: '4',
    }),
  });
  gateway = players.at(-1)!.get(Bus);
  await waitFor(() => gateway.request(ServiceHealth, {}, { service: 'chat' }).then((h) => h.ready));
  // the first answer loads the library and warms up the code: on a busy machine that takes seconds
  script = () => ({ does: 'says', pieces: ['Hello.'] });
  await ask('hello', { actor: { id: 'first', role: 'viewer' } });
}, 60_000);
afterAll(async () => {
  await app?.close();
  await Promise.all((players ?? []).map((p) => p.close()));
  await model?.stop();
  await servers?.stop();
  await servers?.nats.stop();
}, 60_000);

async function ask(
  question: string,
  over: { conversationId?: string; context?: Record<string, unknown>; actor?: { id: string; role: 'viewer' | 'admin' } } = {},
) {
  const chunks: AnswerChunk[] = [];
  for await (const chunk of gateway.requestStream(AskQuestion, { question, actor: ALICE, ...over })) chunks.push(chunk);
  const done = chunks.at(-1)!;
  if (done.type !== 'done') throw new Error('the stream has no end');
  return { chunks, answer: done.answer };
}
const down = (): Step => ({ does: 'refuses', status: 400 });

describe('chat over the real bus', () => {
  it('streams a model that reads through the tools, and keeps the answer', async () => {
    script = (_question, round) =>
      round === 0
        ? { does: 'calls', calls: [{ name: 'incidents', args: '{"entity":"drill workload"}' }] }
        : { does: 'says', pieces: ['It was ', 'slow [e1].'] };
    const { chunks, answer } = await ask('what happened to drill-workload?');
    expect(chunks.map((c) => c.type)).toEqual(['evidence', 'text', 'text', 'done']);
    expect(answer).toMatchObject({
      text: 'It was slow [e1].',
      provider: 'openai',
      model: 'gpt-4o-mini',
      tokens: { input: 200, output: 40 },
    });
    expect(answer.providerReason).toBe('openai is the first configured provider that works');
    expect(answer.evidence[0]).toMatchObject({ tool: 'incidents', summary: '1 incident of drill workload' });
    const { answers } = await gateway.request(ListAnswers, { actor: ALICE, limit: 1 });
    expect(answers).toEqual([answer]);
  });

  it('falls over to keyless and answers from the services, with the follow-up', async () => {
    script = down;
    const { answer, chunks } = await ask('What happened to drill-workload and what did you do about it?');
    expect(answer).toMatchObject({ provider: 'keyless', providerReason: 'openai refused the request (HTTP 400); so keyless answered' });
    for (const fact of [
      'drill-workload',
      'was 850 ms, expected 50 ms',
      'was restarted',
      'policy rule "drill-auto"',
      'verified',
      'was resolved',
    ])
      expect(answer.text).toContain(fact);
    expect(chunks.flatMap((c) => (c.type === 'text' ? [c.text] : [])).join('')).toBe(answer.text);
    expect(chunks.flatMap((c) => (c.type === 'evidence' ? [c.evidence] : []))).toEqual(answer.evidence);
    const next = await ask('who approved it?', { conversationId: answer.conversationId });
    expect(next.answer.conversationId).toBe(answer.conversationId);
    expect(next.answer.text).toContain('drill-workload was restarted');
  });

  it('shows no one the conversations of another', async () => {
    script = (_question, round) => (round === 0 ? { does: 'says', pieces: ['Noted.'] } : down());
    const { answer } = await ask('my private plan is to rename the cluster');
    const before = model.requests.length;
    await ask('what did I say?', { conversationId: answer.conversationId, actor: BOB });
    expect(JSON.stringify(model.requests.slice(before).map((r) => r.body))).not.toContain('rename the cluster');
    const { answers } = await gateway.request(ListAnswers, { actor: BOB });
    expect(JSON.stringify(answers)).not.toContain('rename the cluster');
    await ask('go on', { conversationId: answer.conversationId });
    expect(JSON.stringify(model.requests.at(-1)!.body)).toContain('rename the cluster');
  });

  it('lets no secret reach a provider, an answer or the database', async () => {
    const before = model.requests.length;
    script = (_question, round) =>
      round === 0 ? { does: 'calls', calls: [{ name: 'logs', args: '{}' }] } : { does: 'says', pieces: ['See [e1].'] };
    const { answer } = await ask(`why does ${CANARY} fail?`, { context: { note: `DB_PASSWORD=${CANARY}`, token: CANARY } });
    const stored = await app.get(DataSource).query('select * from answers');
    const sent = model.requests.slice(before).map((r) => r.body);
    for (const text of [sent, answer, stored].map((x) => JSON.stringify(x))) expect(text).not.toMatch(/canaryCANARY|hunter2/);
    expect(JSON.stringify(sent)).toContain('password=[redacted]');
  });

  it('stops at the provider when the asker leaves', async () => {
    script = () => ({ does: 'says', pieces: Array.from({ length: 100 }, (_, i) => `word${i} `), pauseMs: 20 });
    const before = model.abandoned();
    for await (const chunk of gateway.requestStream(AskQuestion, { question: 'hi', actor: ALICE })) if (chunk.type === 'text') break;
    await waitFor(() => model.abandoned() > before);
  });

  it('answers at the deadline when the provider hangs', async () => {
    script = () => ({ does: 'hangs' });
    const started = performance.now();
    const { answer } = await ask('how is everything?');
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(answer.provider).toBe('keyless');
    expect(answer.text).toContain('5 of 5 services ready');
  });

  it('refuses more questions than it can answer, and says to come back', async () => {
    script = () => ({ does: 'hangs' });
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => ask('help')));
    const refused = results.flatMap((r) => (r.status === 'rejected' ? [r.reason as unknown] : []));
    expect(refused).toHaveLength(2);
    for (const error of refused) expect(error).toMatchObject({ kind: 'overloaded', retryAfterSeconds: 2 });
    script = down;
    expect((await ask('help')).answer.provider).toBe('keyless');
  });

  it('says which providers there are', async () => {
    expect(await gateway.request(ChatProviders, {})).toMatchObject({ configured: ['openai', 'keyless'] });
  });

  it('counts what it does', async () => {
    const { body } = await app.inject('/metrics');
    expect(body).toMatch(/cloudops_chat_answer_seconds_count\{provider="keyless"[^}]*\} [1-9]/);
    expect(body).toMatch(/cloudops_chat_tool_calls_total\{tool="incidents",outcome="ok"[^}]*\} [1-9]/);
    expect(body).toMatch(/cloudops_chat_provider_failures_total\{provider="openai",kind="timeout"[^}]*\} [1-9]/);
    expect(body).toMatch(/cloudops_chat_tokens_total\{provider="openai",direction="input"[^}]*\} [1-9]/);
  });
});

describe('PostgresConversations', () => {
  conversationsContract(() => app.get(Conversations));

  it('takes text that Postgres would not', async () => {
    await app.get(Conversations).add('nul', '00000000-0000-4000-8000-000000000001', anAnswer('c', 'a\0b \\u0000'));
    expect((await app.get(Conversations).newest('nul', 1))[0]?.question).toBe('ab \\u0000');
  });
});
