import { DescribeSeries, DomainError, ListDeadLetters, ReplayBatches, ServiceHealth } from '@cloudops/contracts';
import { type NatsServer, startNats, waitFor } from '@cloudops/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import type { RequestContext } from '../contexts.ts';
import { connected, type RunningService, startService, stopServices } from '../spec/start-service.ts';
import { Answers } from './answers.ts';
import { CREDIT, FRAME_BYTES } from './frames.ts';

let nats: NatsServer;
beforeAll(async () => void (nats = await startNats()));
afterEach(stopServices);
afterAll(() => nats.stop());

async function ask(handler: object, controllers: (new () => object)[] = []): Promise<RunningService> {
  const server = await startService('metrics-ingest', nats.url, { providers: [handler], controllers });
  const client = await startService('anomaly', nats.url);
  await Promise.all([connected(server), connected(client)]);
  await waitFor(() => client.bus.request(ServiceHealth, {}, { service: 'metrics-ingest' }));
  return client;
}

const describing = (answer: (context: RequestContext) => Promise<{ series: [] }>): object => {
  class Describes {
    @Answers(DescribeSeries)
    describe(_: { ids: string[] }, context: RequestContext): Promise<{ series: [] }> {
      return answer(context);
    }
  }
  return new Describes();
};

const replaying = (chunks: (context: RequestContext) => AsyncGenerator<{ batch: string; oldestSeq: string }>): object => {
  class Replays {
    @Answers(ReplayBatches)
    replay(_: { partition: number; fromSeq: string }, context: RequestContext): AsyncGenerator<{ batch: string; oldestSeq: string }> {
      return chunks(context);
    }
  }
  return new Replays();
};

const from1 = { partition: 0, fromSeq: '1' };

describe('a request', () => {
  it('is answered with the data, and the handler knows who asks and for how long', async () => {
    let seen: RequestContext | undefined;
    const client = await ask(
      describing((context) => {
        seen = context;
        return Promise.resolve({ series: [] });
      }),
    );
    const before = Date.now();
    await expect(client.bus.request(DescribeSeries, { ids: [] }, { correlationId: 'story', deadlineMs: 3_000 })).resolves.toEqual({
      series: [],
    });
    expect(seen?.client).toBe('anomaly');
    expect(seen?.correlationId).toBe('story');
    expect(seen!.deadline.getTime() - before).toBeGreaterThan(2_500);
    expect(seen!.deadline.getTime() - before).toBeLessThan(4_000);
  });

  it('fails as the server failed, from a controller and from a provider', async () => {
    const failure = new DomainError('conflict', 'watermark-behind', 'Went back', { field: 'ids[0]', retryAfterSeconds: 3 });
    @Controller()
    class Fails {
      @Answers(ReplayBatches)
      async *replay(): AsyncGenerator<{ batch: string; oldestSeq: string }> {
        await Promise.reject(failure);
      }
    }
    const client = await ask(
      describing(() => Promise.reject(failure)),
      [Fails],
    );
    const expected = { kind: 'conflict', code: 'watermark-behind', message: 'Went back', field: 'ids[0]', retryAfterSeconds: 3 };
    await expect(client.bus.request(DescribeSeries, { ids: [] })).rejects.toMatchObject(expected);
    await expect(client.bus.requestStream(ReplayBatches, from1).next()).rejects.toMatchObject(expected);
  });

  it('does not show what an unexpected failure says', async () => {
    const client = await ask(describing(() => Promise.reject(new Error('password is hunter2'))));
    const error = await client.bus.request(DescribeSeries, { ids: [] }).catch((e: unknown) => e);
    expect(error).toMatchObject({ kind: 'internal' });
    expect(String(error)).not.toContain('hunter2');
  });

  it('is unavailable when nobody answers', async () => {
    const client = await startService('anomaly', nats.url);
    await connected(client);
    await expect(client.bus.request(DescribeSeries, { ids: [] })).rejects.toMatchObject({ kind: 'unavailable', code: 'no-responder' });
  });

  it('times out on both sides at the deadline, although the handler does not listen', async () => {
    let signal: AbortSignal | undefined;
    const client = await ask(
      describing((context) => {
        signal = context.signal;
        return new Promise(() => {});
      }),
    );
    await expect(client.bus.request(DescribeSeries, { ids: [] }, { deadlineMs: 200 })).rejects.toMatchObject({ kind: 'timeout' });
    await waitFor(() => signal?.aborted);
  });

  it('is cancelled at the server when the caller aborts', async () => {
    let signal: AbortSignal | undefined;
    const client = await ask(
      describing((context) => {
        signal = context.signal;
        return new Promise(() => {});
      }),
    );
    const caller = new AbortController();
    const answer = client.bus.request(DescribeSeries, { ids: [] }, { signal: caller.signal });
    await waitFor(() => signal);
    caller.abort(new Error('changed my mind'));
    await expect(answer).rejects.toThrow('changed my mind');
    await waitFor(() => signal?.aborted);
    expect(signal?.reason).toMatchObject({ code: 'cancelled' });
  });

  it('is refused before it leaves, and again at the server, when it does not fit', async () => {
    const client = await ask(describing(() => Promise.resolve({ series: [] })));
    await expect(client.bus.request(DescribeSeries, { ids: 'x' as never })).rejects.toMatchObject({ kind: 'invalid', field: 'ids' });
  });

  it('reaches each service by name', async () => {
    const client = await ask(describing(() => Promise.resolve({ series: [] })));
    const health = await client.bus.request(ServiceHealth, {}, { service: 'metrics-ingest' });
    expect(health).toMatchObject({ service: 'metrics-ingest', ready: true, checks: { nats: { ok: true } } });
    await expect(client.bus.request(ListDeadLetters, {}, { service: 'metrics-ingest' })).resolves.toEqual({ deadLetters: [] });
    await expect(client.bus.request(ServiceHealth, {})).rejects.toMatchObject({ code: 'service-missing' });
  });
});

describe('a streamed reply', () => {
  it('brings 5 MB in order, items larger than a frame included', async () => {
    const sizes = [10, FRAME_BYTES * 3 + 17, 0, FRAME_BYTES - 60, ...Array.from({ length: 64 }, (_, i) => 65_000 + i)];
    const client = await ask(
      replaying(async function* () {
        for (const [i, size] of sizes.entries()) {
          await Promise.resolve();
          yield { batch: String(i % 10).repeat(size), oldestSeq: String(i) };
        }
      }),
    );
    let bytes = 0;
    const order: number[] = [];
    for await (const { batch, oldestSeq } of client.bus.requestStream(ReplayBatches, from1)) {
      const i = Number(oldestSeq);
      order.push(i);
      bytes += batch.length;
      expect(batch.length).toBe(sizes[i]);
      expect(batch).toBe(String(i % 10).repeat(batch.length));
    }
    expect(order).toEqual([...sizes.keys()]);
    expect(bytes).toBeGreaterThan(5_000_000);
  });

  it('is produced no faster than it is read, and stops when the reader leaves', async () => {
    let produced = 0;
    let finished = false;
    const client = await ask(
      replaying(async function* () {
        try {
          for (;;) {
            await Promise.resolve();
            yield { batch: 'x'.repeat(100_000), oldestSeq: String(produced++) };
          }
        } finally {
          finished = true;
        }
      }),
    );
    const reply = client.bus.requestStream(ReplayBatches, from1);
    for (let i = 0; i < 3; i++) await reply.next();
    await waitFor(() => produced > CREDIT);
    const held = produced;
    await client.bus.request(ServiceHealth, {}, { service: 'metrics-ingest' });
    expect(produced).toBe(held);
    expect(held).toBeLessThanOrEqual(CREDIT + 2);
    for (let i = 0; i < 100; i++) await reply.next();
    expect(produced).toBeGreaterThan(100);
    await reply.return();
    await waitFor(() => finished);
  });

  it('tells a failure in its middle, after what came before', async () => {
    const client = await ask(
      replaying(async function* () {
        yield { batch: 'a', oldestSeq: '1' };
        await Promise.reject(new DomainError('unavailable', 'journal-away', 'The journal is away'));
      }),
    );
    const reply = client.bus.requestStream(ReplayBatches, from1);
    await expect(reply.next()).resolves.toMatchObject({ value: { batch: 'a' } });
    await expect(reply.next()).rejects.toMatchObject({ code: 'journal-away' });
  });

  it('refuses an item that is larger than any reply may have', async () => {
    const client = await ask(
      replaying(async function* () {
        await Promise.resolve();
        yield { batch: 'x'.repeat(17 * 1024 * 1024), oldestSeq: '1' };
      }),
    );
    await expect(client.bus.requestStream(ReplayBatches, from1).next()).rejects.toMatchObject({ kind: 'too-large' });
  });
});
