import { waitFor } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { playServices } from './testing/played-services.ts';
import { promqlPlayed } from './testing/promql-player.ts';
import { ADMIN_KEY, asAdmin, closeApp, startGateway, type StartedGateway, WRITE_KEY } from './testing/start-gateway.ts';

const API = '/prometheus/api/v1';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
let gateway: StartedGateway;
let players: Record<string, NestFastifyApplication>;

beforeAll(async () => {
  gateway = await startGateway();
  players = (await playServices(gateway.servers.natsUrl)).apps;
  await waitFor(async () => (await gateway.app.inject('/health')).statusCode === 200);
}, 60_000);
afterAll(async () => {
  await Promise.all(Object.values(players).map(closeApp));
  await gateway.stop();
}, 60_000);

const get = (path: string, headers: Record<string, string> = asAdmin) => gateway.app.inject({ url: `${API}/${path}`, headers });
const post = (path: string, form: string, headers: Record<string, string> = asAdmin) =>
  gateway.app.inject({ method: 'POST', url: `${API}/${path}`, headers: { ...headers, ...FORM }, payload: form });
const last = (): unknown => promqlPlayed.asked.at(-1);

describe('the Prometheus API', () => {
  it('answers an instant query by GET and by POST, in the shape that Prometheus has', async () => {
    const vector = { resultType: 'vector', result: [{ metric: { __name__: 'up', job: 'x' }, value: [1435781451.781, '1'] }] };
    const byGet = await get('query?query=up&time=2015-07-01T20:10:51.781Z&lookback_delta=1m');
    expect([byGet.statusCode, byGet.json()]).toEqual([200, { status: 'success', data: vector }]);
    expect(byGet.headers['content-type']).toContain('application/json');
    expect(last()).toEqual({ query: 'up', time: 1435781451781, lookbackMs: 60_000 });
    const byPost = await post('query', 'query=up&time=1435781451.781&timeout=10s');
    expect([byPost.statusCode, byPost.json()]).toEqual([200, { status: 'success', data: vector }]);
  });

  it('answers a range query, whole again where it came in pieces', async () => {
    const answer = await post('query_range', 'query=up&start=1000&end=1060.5&step=1m30s');
    const values = [
      [1000, 'NaN'],
      [1060.5, '+Inf'],
    ];
    expect(answer.json()).toEqual({ status: 'success', data: { resultType: 'matrix', result: [{ metric: { job: 'x' }, values }] } });
    expect(last()).toEqual({ query: 'up', start: 1_000_000, end: 1_060_500, stepMs: 90_000 });
    expect((await get('query_range?query=up&start=1000&end=1060&step=15')).statusCode).toBe(200);
  });

  it('lists series, labels, their values and types', async () => {
    const series = await get('series?match[]=up{job="a"}&match[]=down&start=1&end=2');
    expect(series.json()).toEqual({
      status: 'success',
      data: [
        { __name__: 'up', job: 'a' },
        { __name__: 'up', job: 'b' },
      ],
    });
    const matchers = [
      [
        { label: '__name__', op: '=', value: 'up' },
        { label: 'job', op: '=', value: 'a' },
      ],
      [{ label: '__name__', op: '=', value: 'down' }],
    ];
    expect(last()).toEqual({ selectors: matchers, limit: 20_000, from: 1000 });
    expect((await post('series', 'match[]=up')).json()).toMatchObject({ status: 'success' });
    expect((await get('labels')).json()).toEqual({ status: 'success', data: ['__name__', 'job'] });
    expect((await post('labels', 'match[]=up&limit=5')).json()).toEqual({ status: 'success', data: ['__name__', 'job'] });
    expect(last()).toMatchObject({ limit: 5 });
    expect((await get('label/job/values?match[]=up')).json()).toEqual({ status: 'success', data: ['a', 'b'] });
    expect(last()).toMatchObject({ label: 'job' });
    expect((await get('metadata?metric=up')).json()).toEqual({
      status: 'success',
      data: { up: [{ type: 'gauge', help: 'Whether it is up', unit: '' }] },
    });
    expect((await get('status/buildinfo')).json()).toMatchObject({ status: 'success', data: { version: expect.stringMatching(/^2\./) } });
  });

  it.each([
    ['query?query=sum(', 400, 'bad_data', /1:5: parse error/],
    ['query', 400, 'bad_data', /query/],
    ['query?query=up&time=yesterday', 400, 'bad_data', /cannot parse "yesterday" to a valid timestamp/],
    ['query_range?query=up&start=1&end=2&step=0', 400, 'bad_data', /zero or negative/],
    ['query_range?query=up&start=1&end=2&step=x', 400, 'bad_data', /valid duration/],
    ['series', 400, 'bad_data', /match/],
    ['series?match[]=up{', 400, 'bad_data', /match/],
    ['label/a-b/values', 400, 'bad_data', /invalid label name/],
    ['query?query=a%20%2B%20on()%20b', 422, 'execution', /duplicate series/],
    ['query?query=all', 422, 'execution', /too many samples/],
    ['query?query=slow&timeout=300ms', 503, 'timeout', /300 ms/],
  ])('says of %s: %d %s', async (path, status, errorType, message) => {
    const answer = await get(path);
    expect([answer.statusCode, answer.json()]).toEqual([status, { status: 'error', errorType, error: expect.stringMatching(message) }]);
  });

  it('takes the key as password of HTTP basic, here and nowhere else', async () => {
    const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`grafana:${password}`).toString('base64')}` });
    expect((await get('query?query=up', basic(ADMIN_KEY))).statusCode).toBe(200);
    expect((await get('query?query=up', basic(WRITE_KEY))).json()).toMatchObject({ status: 'error', errorType: 'forbidden' });
    expect((await get('query?query=up', basic('wrong'))).json()).toMatchObject({ status: 'error', errorType: 'unauthorized' });
    expect((await gateway.app.inject({ url: '/status', headers: basic(ADMIN_KEY) })).statusCode).toBe(401);
  });

  it('stops the evaluation when the client leaves', async () => {
    promqlPlayed.stopped.length = 0;
    const client = new AbortController();
    const leaving = fetch(`${gateway.url}${API}/query?query=slow`, { headers: asAdmin, signal: client.signal });
    await waitFor(() => JSON.stringify(last()).includes('slow') || Promise.reject(new Error('not asked yet')));
    client.abort();
    await expect(leaving).rejects.toThrow();
    await waitFor(() => promqlPlayed.stopped.includes('slow') || Promise.reject(new Error('not stopped yet')), { timeoutMs: 5_000 });
  });
});
