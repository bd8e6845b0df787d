import { TelemetryModule } from '@cloudops/platform-telemetry';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { createService } from './create-service.ts';

const PROMETHEUS_IDLE_MS = 5 * 60_000;

@Module({})
class EmptyModule {}
const module = (): DynamicModule => ({ module: EmptyModule, imports: [TelemetryModule.forService('chat', { level: 'silent' })] });

describe('a connection', () => {
  let app: NestFastifyApplication;
  let server: Server & { connectionsCheckingInterval: number };
  beforeEach(async () => {
    app = await createService({ service: 'chat', config: {}, module });
    server = app.getHttpServer() as typeof server;
  });
  afterEach(() => app.close());

  const open = async (): Promise<Socket> => {
    if (!server.listening) await app.listen(0, '127.0.0.1');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };
  const request = 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n';

  it('that is idle is left to its client to end', async () => {
    const socket = await open();
    socket.write(request);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    const seconds = Number(/^keep-alive: timeout=(\d+)/im.exec(answer.toString())?.[1]);
    expect(seconds * 1000).toBeGreaterThan(PROMETHEUS_IDLE_MS);
    socket.destroy();
  });

  it.each([
    ['declared', (bytes: number) => `Content-Length: ${bytes}`, (body: string) => body],
    ['sent in chunks', () => 'Transfer-Encoding: chunked', (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`],
  ])('on which a body larger than the limit is %s is told so, takes the rest of it and goes on', async (_, header, framed) => {
    const socket = await open();
    const body = 'x'.repeat(8 * 1024 * 1024);
    const bytes = framed(body);
    socket.write(`POST /livez HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${header(body.length)}\r\n\r\n`);
    socket.write(bytes.slice(0, bytes.length / 2));
    const [refusal] = (await once(socket, 'data')) as [Buffer];
    expect(refusal.toString()).toMatch(/^HTTP\/1.1 413 /);
    socket.write(bytes.slice(bytes.length / 2));
    socket.write(request);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 200 /);
    socket.destroy();
  });

  it.each([
    ['nothing was asked on', ''],
    ['a request came half on', 'POST /api/v1/write HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf'],
  ])('that %s ends in time, without an answer that the next request would be given', async (_, sent) => {
    Object.assign(server, { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 });
    const socket = await open();
    socket.write(sent);
    expect(await text(socket).catch((error: NodeJS.ErrnoException) => error.code)).not.toContain('408');
    expect(socket.closed || socket.readableEnded).toBe(true);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('on which comes %s is told so and ends', async (_, sent, status) => {
    const socket = await open();
    socket.write(sent);
    const [head, body] = (await text(socket)).split('\r\n\r\n') as [string, string];
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(body)).toMatchObject({ status });
  });
});
