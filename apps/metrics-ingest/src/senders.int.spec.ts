import { once } from 'node:events';
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Problem } from '@cloudops/contracts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '@cloudops/testing';
import { IngestMetrics } from './ingest.metrics.ts';
import { RunningIngest, sha256, WRITE_KEY } from './testing/running-ingest.ts';
import { writeBody } from './testing/write-body.ts';

const body = writeBody({ labels: { __name__: 'sent' }, time: Date.now(), value: 1 });

describe('a sender', () => {
  let ingest: RunningIngest;
  beforeAll(async () => {
    ingest = await RunningIngest.start({ MAX_BODY_BYTES: '20000' });
  }, 60_000);
  afterAll(() => ingest.stop());

  const insertKey = (id: string, secret: string) =>
    ingest.database.query(`insert into api_keys (id, hash, scope, revoked, revision) values ($1, $2, 'write', false, 1)`, [
      id,
      sha256(secret),
    ]);

  it('is told to come back, not to drop, before any key is known; the service is not ready until then', async () => {
    const refused = await ingest.write(body);
    expect([refused.status, await refused.json()]).toEqual([503, expect.objectContaining({ code: 'no-keys-yet', retryable: true })]);
    const probe = await fetch(`${await ingest.url}/readyz`);
    expect([probe.status, await probe.json()]).toEqual([503, expect.objectContaining({ checks: expect.anything() })]);
    await ingest.allowSender();
    expect((await ingest.write(body)).status).toBe(204);
  });

  it('is let in as soon as its key is committed, however lately keys were read', async () => {
    expect((await ingest.write(body, { authorization: 'Bearer the-next-key' })).status).toBe(401);
    await insertKey('next', 'the-next-key');
    const own = writeBody({ labels: { __name__: 'sent', by: 'next' }, time: Date.now(), value: 1 });
    expect((await ingest.write(own, { authorization: 'Bearer the-next-key' })).status).toBe(204);
  });

  it('of many with unknown keys has the keys read once with the others', async () => {
    const query = jest.spyOn(ingest.database, 'query');
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => ingest.write(body, { authorization: `Bearer nonsense-${i}` })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(query.mock.calls.filter(([text]) => text.includes('api_keys')).length).toBeLessThanOrEqual(5);
    query.mockRestore();
  });

  describe('whose body is of unknown length', () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    afterAll(() => agent.destroy());
    const open = async (): Promise<ClientRequest> => {
      const headers = { authorization: `Bearer ${WRITE_KEY}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
      return request(`${await ingest.url}/api/v1/write`, { agent, method: 'POST', headers });
    };
    const answerTo = async (sent: ClientRequest): Promise<IncomingMessage> => ((await once(sent, 'response')) as [IncomingMessage])[0];

    it('is told that it is too large, over a connection that goes on', async () => {
      const large = await open();
      const answered = answerTo(large);
      for (let i = 0; i < 100; i++) large.write(Buffer.alloc(8_192));
      large.end();
      const answer = await answered;
      expect([answer.statusCode, ((await json(answer)) as Problem).code]).toEqual([413, 'body-too-large']);
      const next = await open();
      next.end(body);
      const stored = await answerTo(next);
      stored.resume();
      expect([stored.statusCode, next.reusedSocket]).toEqual([204, true]);
    });

    it('and who goes away before its end is no failure of ours', async () => {
      const broken = await open();
      broken.on('error', () => undefined);
      broken.write(Buffer.alloc(100));
      await once(broken, 'socket').catch(() => undefined);
      await waitFor(() => new Promise<boolean>((resolve) => void resolve(broken.socket?.bytesWritten !== 0)));
      broken.destroy();
      const requests = ingest.app.get(IngestMetrics).requests;
      await waitFor(async () => (await requests.get()).values.some(({ labels }) => labels['outcome'] === 'body-incomplete'));
      expect((await requests.get()).values.some(({ labels }) => labels['outcome'] === 'internal')).toBe(false);
    });
  });
});
