import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anAnomaly, anIncident } from '@cloudops/testing';
import { CannedGateway, json, problem } from './testing/canned-gateway.ts';

const taken = (reason: string, changed = true) => json({ incident: anIncident({ id: 'i1' }), changed, reason });
const AT = '2026-01-15T12:00:00.000Z';
const weekly = { weekdays: ['sat', 'sun'], from: '02:00', to: '04:00', timeZone: 'Europe/Berlin' };
const silence = {
  ...{ id: 's1', matchers: [{ label: 'entity', op: '=', value: 'web' }], startsAt: AT, endsAt: null, weekly, comment: 'backup' },
  ...{ createdBy: 'ann', createdAt: AT, expiredBy: null, state: 'active' },
};
const preview = {
  ...{ days: 30, warnings: [] },
  anomalies: { total: 9, hidden: 1, newest: [{ id: 'a1', entity: 'test/workload/web', metric: 'cpu', detectedAt: AT, reason: 'r' }] },
  incidents: { total: 2, hidden: 1, newest: [{ id: 'i1', title: 'web: CPU', severity: 'high', openedAt: AT, effect: 'hidden' }] },
};
const said = {
  ...{ id: 'f1', anomalyId: 'a1', viewKey: 'v', entity: 'test/workload/web', metric: 'cpu', by: 'ann', at: AT, effectiveAt: AT },
  ...{ verdict: 'expected', window: weekly, note: 'backup', tolerance: { above: 1, below: 0, unusual: 0 } },
};
const gateway = new CannedGateway({
  'GET /api/v1/incidents/i1': json({ incident: anIncident(), timeline: [] }),
  'POST /api/v1/incidents/i1/acknowledge': taken('ann has acknowledged it', false),
  'POST /api/v1/incidents/i1/snooze': taken('ann snoozed it'),
  'POST /api/v1/incidents/i1/hand-over': taken('ann handed it over'),
  'POST /api/v1/incidents/i1/merge': json({ incident: anIncident({ id: 'i2' }), merged: anIncident(), reason: 'ann merged i1 into i2' }),
  'POST /api/v1/incidents/i1/split': json({ incident: anIncident(), split: anIncident({ id: 'i3' }), reason: 'ann split a1 off' }),
  'GET /api/v1/silences?state=active': json({ silences: [silence] }),
  'POST /api/v1/silences': json({ silence, preview: { ...preview, warnings: ['It names nothing.'] } }),
  'POST /api/v1/silences/preview': json({ preview }),
  'DELETE /api/v1/silences/s1': json({ silence: { ...silence, state: 'expired' } }),
  'GET /api/v1/feedback': json({ feedback: [said] }),
  'POST /api/v1/anomalies/a1/feedback': json({ feedback: said, anomaly: anAnomaly() }),
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

  it('incidents merge and split make one of two and two of one', async () => {
    const merged = await cloudops(['incident', 'merge', 'i1', 'i2', '--reason', 'one trouble']);
    expect(merged).toMatchObject({ code: 0, out: expect.stringMatching(/^ann merged i1 into i2\ni2: /) });
    expect(seen.at(-1)).toMatchObject({ body: { into: 'i2', reason: 'one trouble' }, ifMatch: '"1"' });
    const split = await cloudops(['incidents', 'split', 'i1', '--anomaly', 'a1', 'a2', '--alert', 'f1', '--reason', 'two troubles']);
    expect(split).toMatchObject({ code: 0, out: expect.stringMatching(/\ni3: /) });
    expect(seen.at(-1)!.body).toEqual({ anomalies: ['a1', 'a2'], alerts: ['f1'], reason: 'two troubles' });
    expect(await cloudops(['incidents', 'merge', 'i1', 'i2'])).toMatchObject({ code: 2, complaint: expect.stringContaining('--reason') });
    expect((await cloudops(['incidents', 'i1'])).out).toContain('anomaly anomaly-1  high  process_cpu_seconds_total');
  });

  it('silences list, add, preview and expire', async () => {
    expect((await cloudops(['silences', '--state', 'active'])).out).toContain('{entity="web"}  sat, sun 02:00-04:00 Europe/Berlin');
    const added = await cloudops(['silences', 'add', '{entity="web"}', '--for', '2h', '--comment', 'we deploy']);
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('WARNING: It names nothing.') });
    const { endsAt, ...body } = seen.at(-1)!.body as { endsAt: string };
    expect(body).toEqual({ match: '{entity="web"}', comment: 'we deploy' });
    expect(Math.abs(Date.parse(endsAt) - Date.now() - 7_200_000)).toBeLessThan(60_000);
    const shown = await cloudops([
      'silences',
      'preview',
      '{entity="web"}',
      '--every',
      'sat,sun 02:00-04:00',
      '--zone',
      'Europe/Berlin',
      '--days',
      '30',
    ]);
    expect(shown.out).toMatch(/30 days it would have hidden 1 of 2 incidents and 1 of 9 anomalies[^]*i1 +hidden[^]*a1/);
    expect(seen.at(-1)!.body).toEqual({ match: '{entity="web"}', weekly, days: 30 });
    expect((await cloudops(['silences', 'expire', 's1'])).out).toBe('s1 is expired\n');
    expect(await cloudops(['silences', 'add', '{a="b"}', '--for', '2h'])).toMatchObject({
      code: 2,
      complaint: expect.stringContaining('--comment'),
    });
    expect(await cloudops(['silences', 'preview', '{a="b"}', '--every', 'someday'])).toMatchObject({ code: 2 });
  });

  it('feedback lists, and says what an anomaly is', async () => {
    expect((await cloudops(['feedback'])).out).toContain('cpu of test/workload/web');
    const given = await cloudops([
      'feedback',
      'expected',
      'a1',
      '--every',
      'sat,sun 02:00-04:00',
      '--zone',
      'Europe/Berlin',
      '--note',
      'backup',
    ]);
    expect(given).toMatchObject({ code: 0, out: expect.stringContaining(`as much is tolerated from ${AT}, sat, sun`) });
    expect(seen.at(-1)!.body).toEqual({ verdict: 'expected', window: weekly, note: 'backup' });
    await cloudops(['feedback', 'wrong', 'a1']);
    expect(seen.at(-1)!.body).toEqual({ verdict: 'not-an-anomaly' });
    expect(await cloudops(['feedback', 'expected', 'a1'])).toMatchObject({ code: 2 });
  });
});
