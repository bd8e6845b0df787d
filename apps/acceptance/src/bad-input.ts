import type { Problem } from '@cloudops/contracts';
import { expect } from '@jest/globals';
import type { RunningStack } from './running-stack.ts';

interface Refusal {
  status: number;
  problem: Problem;
}

/** Every way of asking wrongly gets its own clear answer, in problem+json, from the API and from the receiver alike. */
export async function expectBadInputIsRefused(stack: RunningStack): Promise<void> {
  const { url, remoteWriteUrl } = stack.facts;
  const bearer = { authorization: `Bearer ${stack.adminKey}` };
  const json = { 'content-type': 'application/json' };
  const write = {
    authorization: `Bearer ${stack.writeKey}`,
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
  };

  expect((await refusal(`${url}/status`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
  expect((await refusal(`${url}/status`, {})).status).toBe(401);
  expect((await refusal(`${url}/status`, { headers: { authorization: `Bearer ${stack.writeKey}` } })).status).toBe(403);
  expect((await refusal(`${url}/no/such/route`, { headers: bearer })).status).toBe(404);
  expect((await refusal(`${url}/api/v1/incidents/no-such-incident`, { headers: bearer })).status).toBe(404);

  const malformed = await refusal(`${url}/query`, { method: 'POST', headers: { ...bearer, ...json }, body: '{"query": ' });
  expect(malformed.status).toBe(400);
  const wrongField = await refusal(`${url}/query`, { method: 'POST', headers: { ...bearer, ...json }, body: '{"query": 5}' });
  expect(wrongField).toMatchObject({ status: 400, problem: { field: 'query' } });
  const wrongHours = await refusal(`${url}/logs?hours=200`, { headers: bearer });
  expect(wrongHours).toMatchObject({ status: 400, problem: { field: 'hours' } });
  const large = await refusal(`${url}/query`, {
    method: 'POST',
    headers: { ...bearer, ...json },
    body: JSON.stringify({ query: 'x'.repeat(8 * 1024 * 1024) }),
  });
  expect(large.status).toBe(413);

  expect(
    (await refusal(remoteWriteUrl, { method: 'POST', headers: { ...write, authorization: 'Bearer wrong' }, body: new Uint8Array([0]) }))
      .status,
  ).toBe(401);
  const garbage = await refusal(remoteWriteUrl, {
    method: 'POST',
    headers: write,
    body: new Uint8Array([0x05, 0x10, 0x01, 0x02, 0x03, 0x04, 0x05]),
  });
  expect(garbage.status).toBe(400);
  expect(garbage.problem.field).not.toBe('');
  expect((await refusal(remoteWriteUrl, { method: 'POST', headers: write, body: new Uint8Array(64 * 1024 * 1024) })).status).toBe(413);
}

async function refusal(url: string, init: RequestInit): Promise<Refusal> {
  const response = await fetch(url, init);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return { status: response.status, problem: (await response.json()) as Problem };
}
