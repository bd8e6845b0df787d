import { DomainError, Problem } from '@cloudops/contracts';
import { currentCorrelationId, HealthChecks, TelemetryModule } from '@cloudops/platform-telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { createService } from './create-service.ts';
import { valid } from './valid.ts';

const Echo = z.object({ name: z.string().max(10) }).strict();

@Controller('probe')
class ProbeController {
  @Get('boom')
  boom(): never {
    throw new Error('internal detail');
  }

  @Get('busy')
  busy(): never {
    throw new DomainError('overloaded', 'queue-full', 'The queue is full.', { retryAfterSeconds: 3 });
  }

  @Post('echo')
  echo(@Body(valid(Echo)) body: z.infer<typeof Echo>): { name: string; correlationId: string | undefined } {
    return { ...body, correlationId: currentCorrelationId() };
  }

  @Post('schema')
  schema(@Body({ schema: Echo }) body: z.infer<typeof Echo>): unknown {
    return body;
  }
}

@Module({})
class ProbeModule {
  static with(): DynamicModule {
    return { module: ProbeModule, imports: [TelemetryModule.forService('chat', { level: 'silent' })], controllers: [ProbeController] };
  }
}

describe('createService', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await createService({ service: 'chat', config: {}, module: () => ProbeModule.with(), bodyLimit: 1000 });
  });
  afterAll(() => app.close());

  const post = (url: string, payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });

  it.each([
    ['unknown route', () => app.inject('/nowhere?x=1'), 404, 'route-not-found'],
    ['wrong method', () => app.inject({ method: 'DELETE', url: '/probe/echo' }), 404, 'route-not-found'],
    ['malformed JSON', () => post('/probe/echo', '{"name":'), 400, 'invalid'],
    ['empty JSON body', () => post('/probe/echo', ''), 400, 'invalid'],
    ['wrong field', () => post('/probe/echo', '{"name":1,"x":2}'), 400, 'invalid-input'],
    ['wrong field (Nest schema)', () => post('/probe/schema', '{"name":1}'), 400, 'invalid-input'],
    ['oversized body', () => post('/probe/echo', `{"name":"${'x'.repeat(2000)}"}`), 413, 'too-large'],
    ['unsupported type', () => post('/probe/echo', '<a/>', 'application/xml'), 415, 'unsupported'],
    ['bad URL', () => app.inject('/%zz'), 400, 'invalid'],
    ['unexpected failure', () => app.inject('/probe/boom'), 500, 'internal'],
    ['overload', () => app.inject('/probe/busy'), 503, 'queue-full'],
  ])('answers %s with problem+json', async (_what, call, status, code) => {
    const reply = await call();
    expect(reply.headers['content-type']).toContain('application/problem+json');
    const problem = Problem.parse(reply.json());
    expect(problem).toMatchObject({ status, code });
    expect(reply.statusCode).toBe(status);
    expect(problem.requestId).toBe(reply.headers['x-request-id']);
    expect(reply.body).not.toContain('internal detail');
  });

  it('names every field, and when to retry', async () => {
    const invalid = Problem.parse((await post('/probe/echo', '{"name":1,"x":2}')).json());
    expect(invalid.errors?.map((e) => e.field)).toEqual(['name', 'x']);
    expect((await app.inject('/probe/busy')).headers['retry-after']).toBe('3');
  });

  it('takes a request id over, or makes one, and refuses a harmful one', async () => {
    const given = await app.inject({ url: '/livez', headers: { 'x-request-id': 'abc-1' } });
    expect(given.headers['x-request-id']).toBe('abc-1');
    const harmful = await app.inject({ url: '/livez', headers: { 'x-request-id': 'a b\tc' } });
    expect(harmful.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const reply = await app.inject({ method: 'POST', url: '/probe/echo', payload: { name: 'n' }, headers: { 'x-request-id': 'corr-1' } });
    expect(reply.json()).toEqual({ name: 'n', correlationId: 'corr-1' });
  });

  it('serves probes and metrics', async () => {
    expect((await app.inject('/livez')).json()).toEqual({ status: 'ok' });
    const health = app.get(HealthChecks, { strict: false });
    let ok = true;
    health.register('thing', () => Promise.resolve({ ok, message: 'm' }));
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    ok = false;
    const reply = await app.inject('/readyz');
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toMatchObject({ ready: false, checks: { thing: { ok: false } } });

    const metrics = await app.inject('/metrics');
    expect(metrics.headers['content-type']).toContain('text/plain');
    expect(metrics.body).toContain('cloudops_http_request_duration_seconds_count{route="/probe/busy",method="GET",status="503"}');
    expect(metrics.body).toContain('route="unmatched"');
    expect(metrics.body).toContain('nodejs_eventloop_lag_seconds');
    expect(metrics.body).not.toContain('/nowhere');
  });

  it('boots twice in one process', async () => {
    const second = await createService({ service: 'gateway', config: {}, module: () => ProbeModule.with() });
    expect((await second.inject('/metrics')).statusCode).toBe(200);
    await second.close();
  });
});
