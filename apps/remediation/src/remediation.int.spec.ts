// Long because one stack of servers and processes is started for all that becomes of an incident.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ApproveRemediation,
  GetRemediation,
  IncidentOpened,
  IncidentResolved,
  IncidentUpdated,
  ListAudit,
  ListInventory,
  ListRemediations,
  ListRunbooks,
  RefuseRemediation,
  type Incident,
  type Remediation,
} from '@cloudops/contracts';
import { Remediations } from '@cloudops/domain-remediation';
import { anAnomaly, anEntity, anIncident, waitFor } from '@cloudops/testing';
import { randomUUID } from 'node:crypto';
import type { Child } from './testing/child.ts';
import { metric, playNeighbours, type Neighbours } from './testing/played-neighbours.ts';
import { startRemediation, SWITCH_KEY, TEST_POLICY, type StartedRemediation } from './testing/start-remediation.ts';

let started: StartedRemediation;
let neighbours: Neighbours;
let executor: Child;
let count = 0;

beforeAll(async () => {
  started = await startRemediation();
  neighbours = await playNeighbours(started.servers.natsUrl);
  await started.startSupervisor();
  executor = started.startExecutor();
}, 90_000);
afterAll(async () => {
  await neighbours.stop();
  await started.stop();
}, 60_000);
beforeEach(() => {
  metric.value = 10;
});

const approver = { id: 'ann', role: 'approver' } as const;
const band = { yhat: 10, yhat_lower: 9, yhat_upper: 11 };

function incidentOn(target: string, over: Partial<Incident> = {}): Incident {
  const entity = anEntity({ id: target });
  const anomaly = anAnomaly({ id: randomUUID(), entity, band });
  return anIncident({ id: `inc-${++count}`, entity, anomalies: [anomaly], ...over });
}
const opened = (incident: Incident, id = randomUUID()) => neighbours.anomaly.publish(IncidentOpened, { incident, reason: 'test' }, { id });
const of = async (incident: Incident): Promise<Remediation | undefined> =>
  (await neighbours.gateway.request(ListRemediations, { incidentId: incident.id })).remediations[0];
const reaches = (incident: Incident, state: Remediation['state']): Promise<Remediation> =>
  waitFor(
    async () => {
      const r = await of(incident);
      if (r?.state !== state) throw new Error(`${r?.state}: ${r?.reason}; executor: ${executor.output().slice(-500)}`);
      return r;
    },
    { timeoutMs: 25_000, what: `${incident.id} to be ${state}` },
  );
const audit = async (id: string) =>
  (await neighbours.gateway.request(ListAudit, { remediationId: id, limit: 500 })).rows.map((r) => r.action);

/** An incident whose fix is checked, and approved when the executor has gone. */
async function approvedWithoutExecutor(): Promise<Incident> {
  const incident = incidentOn('asked');
  await opened(incident);
  const { id, actionHash } = await reaches(incident, 'checked');
  await executor.kill('SIGKILL');
  await neighbours.gateway.request(ApproveRemediation, { id, actionHash, actor: approver });
  await reaches(incident, 'intent-committed');
  return incident;
}

describe('an incident that policy lets us fix', () => {
  it('is fixed by exactly one restart, verified, and told step by step', async () => {
    const before = started.starts().length;
    const incident = incidentOn('web');
    await opened(incident);
    // more news while it is in flight: nothing is proposed twice
    const more = { ...incident, version: 2, anomalies: [...incident.anomalies, anAnomaly({ id: 'more', entity: incident.entity, band })] };
    await neighbours.anomaly.publish(IncidentUpdated, { incident: more, reason: 'more' }, { id: randomUUID() });
    await opened(incident); // and late, under another id
    const r = await reaches(incident, 'verified');
    expect(started.starts().length - before).toBe(1);
    expect((await neighbours.gateway.request(ListRemediations, { incidentId: incident.id })).remediations).toHaveLength(1);
    expect(r).toMatchObject({
      policy: { rule: 'web' },
      escalated: false,
      approvedBy: { id: 'policy' },
    });
    // opened and updated travel apart: whichever comes first is what was proposed for, and `more` is part of it or not
    expect(['', ',more'].map((rest) => `${incident.anomalies[0]?.id}${rest}`)).toContain(r.checks.map((c) => c.anomalyId).join());
    expect(Date.parse(r.verifiedAt ?? '')).toBeGreaterThan(Date.parse(r.finishedAt ?? ''));
    // the news may have come before the executor had said what it would do
    expect((await audit(r.id)).filter((action) => action !== 'remediation.revised')).toEqual(
      ['proposed', 'checked', 'approved', 'leased', 'intent-committed', 'acting', 'verifying', 'verified'].map((e) => `remediation.${e}`),
    );
    const { remediation } = await neighbours.gateway.request(GetRemediation, { id: r.id });
    expect(remediation.history.map((h) => h.state)).toContain('intent-committed');
  }, 60_000);

  it.each([
    ['stays outside its band', 99],
    ['vanishes', undefined],
    ['gives no value', null],
  ])(
    'fails and escalates, once, when the metric %s',
    async (_, value) => {
      metric.value = value;
      const before = started.starts().length;
      const incident = incidentOn('web');
      await opened(incident);
      const r = await reaches(incident, 'failed');
      expect(r).toMatchObject({ escalated: true, verifiedAt: null });
      await neighbours.anomaly.publish(IncidentUpdated, { incident: { ...incident, version: 2 }, reason: 'still' }, { id: randomUUID() });
      await reaches(incident, 'failed');
      expect(started.starts().length - before).toBe(1);
    },
    60_000,
  );
});

describe('an incident that policy only shows, or asks about', () => {
  it('is shown as a dry run and nothing more', async () => {
    const incident = incidentOn('shown');
    await opened(incident);
    expect(await reaches(incident, 'suggested')).toMatchObject({ fencingToken: null, plan: expect.stringContaining('shown') });
  }, 60_000);

  it('is only measured as a shadow: nothing is done, and it is known whether the metric came back alone', async () => {
    const before = started.starts().length;
    const incident = incidentOn('watched');
    await opened(incident);
    expect(await reaches(incident, 'shadowed')).toMatchObject({ recoveredAlone: true, startedAt: null, fencingToken: null });
    expect(started.starts().length).toBe(before);
  }, 60_000);

  it('is refused when the dry run finds no such workload', async () => {
    const incident = incidentOn('ghost');
    await opened(incident);
    expect(await reaches(incident, 'refused')).toMatchObject({ reason: expect.stringContaining('dry run'), dryRun: null });
  }, 60_000);

  it('is not proposed at all for a source that is not trusted', async () => {
    const good = incidentOn('shown');
    const series = { ...anAnomaly().series, source: 'remote-write:stranger' };
    const bad = incidentOn('web', { anomalies: [anAnomaly({ entity: anEntity({ id: 'web' }), series, band })] });
    await opened(bad);
    await opened(good);
    await reaches(good, 'suggested');
    expect(await of(bad)).toBeUndefined();
  }, 60_000);

  it('waits for an approval that fits exactly, and takes it once', async () => {
    const before = started.starts().length;
    const incident = incidentOn('asked');
    await opened(incident);
    const { id, actionHash, dryRun } = await reaches(incident, 'checked');
    expect(dryRun).toMatchObject({ calls: [expect.stringMatching(/^restart asked at /)], reversible: false });
    const approve = (over: object) => neighbours.gateway.request(ApproveRemediation, { id, actionHash, actor: approver, ...over });
    await expect(approve({ actionHash: 'x' })).rejects.toMatchObject({ kind: 'conflict', code: 'action-changed' });
    await expect(approve({ actor: { id: 'op', role: 'operator' } })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(approve({ id: 'rem-none' })).rejects.toMatchObject({ kind: 'not-found' });
    const both = await Promise.allSettled([approve({}), approve({})]);
    expect(both.map((b) => b.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await reaches(incident, 'verified')).toMatchObject({ approvedBy: approver });
    expect(started.starts().length - before).toBe(1);
  }, 60_000);

  it('is refused by a person, or withdrawn when the incident ends by itself', async () => {
    const refused = incidentOn('asked');
    await opened(refused);
    const { id, actionHash } = await reaches(refused, 'checked');
    await neighbours.gateway.request(RefuseRemediation, { id, actionHash, actor: approver, reason: 'not now' });
    expect(await reaches(refused, 'refused')).toMatchObject({ reason: 'Refused by ann: not now' });
    const over = incidentOn('asked');
    await opened(over);
    await reaches(over, 'checked');
    const resolved = {
      incident: { ...over, version: 3, state: 'resolved' as const, resolvedAt: new Date().toISOString() },
      reason: 'quiet',
    };
    await neighbours.anomaly.publish(IncidentResolved, resolved, { id: randomUUID() });
    expect(await reaches(over, 'refused')).toMatchObject({ reason: expect.stringContaining('resolved') });
    const parted = incidentOn('asked');
    await opened(parted);
    await reaches(parted, 'checked');
    const incident = { ...parted, version: 3, anomalies: [anAnomaly({ id: 'stays', signal: 'other' })] };
    await neighbours.anomaly.publish(IncidentUpdated, { incident, reason: 'split' }, { id: randomUUID() });
    expect(await reaches(parted, 'refused')).toMatchObject({ reason: expect.stringContaining('split off') });
  }, 60_000);
});

describe('the catalogue and the audit', () => {
  it('are answered, and the chain is intact', async () => {
    expect((await neighbours.gateway.request(ListInventory, {})).entries.map((e) => e.id)).toEqual([
      'web',
      'asked',
      'shown',
      'watched',
      'ghost',
    ]);
    expect((await neighbours.gateway.request(ListRunbooks, {})).runbooks).toMatchObject([{ id: 'restart-workload', file: 'restart.yaml' }]);
    expect(await neighbours.gateway.request(ListAudit, { limit: 1 })).toMatchObject({ intact: true, brokenAt: null });
  });
});

describe('the kill switch', () => {
  const post = (payload: object, key = SWITCH_KEY) =>
    started.app.inject({ method: 'POST', url: '/kill-switch', headers: { authorization: `Bearer ${key}` }, payload });

  it('needs its key and a reason', async () => {
    expect((await post({ engaged: true, reason: 'x' }, 'wrong')).statusCode).toBe(401);
    expect((await post({ engaged: true })).statusCode).toBe(400);
  });

  it('stops what is queued, and lets go again', async () => {
    const before = started.starts().length;
    expect((await post({ engaged: true, reason: 'fire drill' })).json()).toMatchObject({ engaged: true });
    const stopped = incidentOn('web');
    await opened(stopped);
    expect(await reaches(stopped, 'refused')).toMatchObject({ reason: expect.stringContaining('fire drill') });
    expect((await post({ engaged: false, reason: 'over' })).statusCode).toBe(200);
    expect(started.starts().length).toBe(before);
  }, 60_000);
});

describe('the executor', () => {
  it('obeys a policy that became stricter after the approval', async () => {
    const before = started.starts().length;
    const incident = await approvedWithoutExecutor();
    started.writePolicy({ rules: [{ id: 'freeze', mode: 'refuse', reason: 'change freeze' }] });
    executor = started.startExecutor();
    expect(await reaches(incident, 'failed')).toMatchObject({ reason: expect.stringContaining('change freeze'), escalated: true });
    expect(started.starts().length).toBe(before);
    started.writePolicy(TEST_POLICY);
  }, 60_000);

  it('killed in the middle of a restart observes instead of repeating', async () => {
    for (let round = 0; round < 3; round++) {
      const before = started.starts().length;
      const incident = incidentOn('web');
      await opened(incident);
      await waitFor(() => executor.output().includes('"msg":"acting"'));
      await executor.kill('SIGKILL');
      executor = started.startExecutor();
      await reaches(incident, 'verified');
      expect(started.starts().length - before).toBe(1);
    }
  }, 120_000);
});

describe('with NATS down', () => {
  it('the kill switch still works, and so does the executor', async () => {
    const before = started.starts().length;
    const incident = await approvedWithoutExecutor();
    await started.servers.nats.kill();
    const set = (engaged: boolean) =>
      started.app.inject({
        method: 'POST',
        url: '/kill-switch',
        headers: { authorization: `Bearer ${SWITCH_KEY}` },
        payload: { engaged, reason: 'dark' },
      });
    expect((await set(true)).statusCode).toBe(200);
    executor = started.startExecutor();
    await waitFor(
      async () => (await started.app.get(Remediations).list({ incidentId: incident.id, limit: 1 })).remediations[0]?.state === 'failed',
      {
        timeoutMs: 20_000,
      },
    );
    expect(started.starts().length).toBe(before);
    expect((await set(false)).statusCode).toBe(200);
    await started.servers.nats.restart();
    expect(await reaches(incident, 'failed')).toMatchObject({ reason: expect.stringContaining('dark'), escalated: true });
  }, 60_000);
});
