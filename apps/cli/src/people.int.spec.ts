import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anIncident } from '@cloudops/testing';
import { CannedGateway, json, problem } from './testing/canned-gateway.ts';

const taken = (reason: string, changed = true) => json({ incident: anIncident({ id: 'i1' }), changed, reason });
const gateway = new CannedGateway({
  'GET /api/v1/incidents/i1': json({ incident: anIncident(), timeline: [] }),
  'POST /api/v1/incidents/i1/acknowledge': taken('ann has acknowledged it', false),
  'POST /api/v1/incidents/i1/snooze': taken('ann snoozed it'),
  'POST /api/v1/incidents/i1/hand-over': taken('ann handed it over'),
  'POST /api/v1/incidents/i1/assign': problem(412, 'Incident i1 is at version 5, not 1: look at it again'),
});
const { seen } = gateway;
const cloudops: CannedGateway['cloudops'] = (args, options) => gateway.cloudops(args, options);
beforeAll(() => gateway.start());
afterAll(() => gateway.stop());

describe('cloudops for people', () => {
  it('incidents ack, snooze, handover and assign act on the version that was read', async () => {
    expect(await cloudops(['incidents', 'ack', 'i1'])).toMatchObject({ code: 0, out: 'i1: ann has acknowledged it; nothing changed\n' });
    expect(seen.at(-1)).toMatchObject({ body: {}, ifMatch: '"1"' });
    const before = Date.now() + 2 * 3_600_000;
    expect(await cloudops(['incidents', 'snooze', 'i1', '2h'])).toMatchObject({ code: 0, out: 'i1: ann snoozed it\n' });
    const { until } = seen.at(-1)!.body as { until: string };
    expect(Math.abs(Date.parse(until) - before)).toBeLessThan(60_000);
    await cloudops(['incidents', 'handover', 'i1', 'bob', 'mind', 'the', 'disk']);
    expect(seen.at(-1)!.body).toEqual({ to: 'bob', note: 'mind the disk' });
    expect(await cloudops(['incidents', 'assign', 'i1', 'bob'])).toMatchObject({
      code: 5,
      complaint: expect.stringContaining('look at it again'),
    });
    expect(await cloudops(['incidents', 'snooze', 'i1', 'soon'])).toMatchObject({ code: 2, complaint: expect.stringContaining('30m') });
  });
});
