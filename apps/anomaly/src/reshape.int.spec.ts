import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import {
  ActOnIncident,
  type Anomaly,
  GetIncident,
  type Incident,
  ListIncidents,
  MergeIncidents,
  type RequestInput,
  SplitIncident,
} from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { provisionService } from '@cloudops/platform-postgres';
import { anAnomaly, anEntity, aRemediation, aSeries, testService, type TestService, waitFor } from '@cloudops/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { anomaly } from './anomaly.ts';
import { AnomalyConfig } from './anomaly.config.ts';
import { Findings } from './domain/findings.ts';
import { Leadership } from './domain/leadership.ts';
import { ENTITY_LOCK } from './outbound/open-incident-of.ts';
import { play } from './testing/played-ingest.ts';
import { RecordRemediationStep } from './use-cases/record-remediation-step.ts';

jest.setTimeout(40_000);

let servers: TestService;
let gateway: NestFastifyApplication;
let replicas: NestFastifyApplication[];
let ask: Bus;

const replica = (): Promise<NestFastifyApplication> =>
  createService({
    ...anomaly,
    config: AnomalyConfig.parse({
      ...{ DATABASE_URL: servers.databaseUrl, MIGRATION_DATABASE_URL: servers.migrationUrl, NATS_URL: servers.natsUrl },
      ...{ LOG_LEVEL: 'fatal', PARTITIONS: '1', INCIDENT_QUIET_SECONDS: '3600' },
    }),
  });

beforeAll(async () => {
  servers = await testService({ schema: 'anomaly', provision: provisionService });
  gateway = await play('gateway', servers.natsUrl);
  ask = gateway.get(Bus);
  replicas = [await replica(), await replica()];
}, 60_000);
afterAll(async () => {
  for (const each of [...replicas, gateway]) await each.close();
  await servers.stop();
});

const actor = { id: 'ann', role: 'operator' } as const;
let keys = 0;
const merge = (id: string, into: string, more: Partial<RequestInput<typeof MergeIncidents>> = {}) =>
  ask.request(MergeIncidents, { id, merge: { into, reason: 'one trouble' }, actor, key: `key-${++keys}`, ...more });
const split = (id: string, anomalies: string[], more: Partial<RequestInput<typeof SplitIncident>> = {}) =>
  ask.request(SplitIncident, { id, split: { anomalies, reason: 'two troubles' }, actor, key: `key-${++keys}`, ...more });
const database = <T>(sql: string, values: unknown[] = []): Promise<T[]> => replicas[0]!.get(DataSource).query<T[]>(sql, values);
const get = (id: string) => ask.request(GetIncident, { id });

let made = 0;
const next = (entity: string, series: string, over: Partial<Anomaly> = {}): Anomaly => {
  const now = new Date().toISOString();
  const of = aSeries({
    id: Buffer.from(`${entity}${series}`.padEnd(8).slice(0, 8)).toString('hex'),
    name: series,
    entity: anEntity({ id: entity }),
  });
  return anAnomaly({ id: `anomaly-${++made}`, series: of, onsetAt: now, detectedAt: now, ...over });
};
/** As the detector of whoever leads tells them: all in one transaction. */
async function tell(type: 'detected' | 'grew' | 'cleared', ...found: Anomaly[]): Promise<void> {
  const leader = await waitFor(() => replicas.find((each) => each.get(Leadership).term !== undefined), { what: 'a leader' });
  await leader.get(Findings).record(
    found.map((a) => ({
      anomaly: a,
      transition: {
        ...{ type, cause: 'left-band', sustained: true, at: Date.now(), kind: 'above', onset: Date.parse(a.onsetAt) },
        ...{ value: a.value, band: a.band, score: a.anomaly_score, severity: a.severity },
      } as never,
    })),
  );
}
const holders = async ({ id }: Anomaly): Promise<string[]> =>
  (await database<{ id: string }>('select id from incidents where doc @> $1', [JSON.stringify({ anomalies: [{ id }] })])).map((r) => r.id);
async function seen(entity: string, series: string): Promise<{ anomaly: Anomaly; id: string }> {
  const found = next(entity, series);
  await tell('detected', found);
  return { anomaly: found, id: (await holders(found))[0]! };
}
const told = (id: string) =>
  database<{ subject: string; incident: Incident }>(
    `select subject, data -> 'incident' as incident from outbox where subject like 'incident.%' and data -> 'incident' ->> 'id' = $1 order by position`,
    [id],
  );

it('merged by whichever replica is asked, once a key; later anomalies follow, also after the leader was restarted', async () => {
  const [web, db] = [await seen('web', 'cpu'), await seen('db', 'disk')];
  const same = { key: 'merge-once', version: 1 };
  const [first, ...again] = await Promise.all([1, 2, 3, 4].map(() => merge(web.id, db.id, same)));
  for (const each of again) expect(each).toEqual(first);
  expect(first).toMatchObject({
    incident: { id: db.id, version: 2, anomalies: [{ id: db.anomaly.id }, { id: web.anomaly.id }] },
    merged: { id: web.id, state: 'resolved', mergedInto: db.id, anomalies: [] },
  });
  expect(first!.incident.causes.map((c) => c.anomalyId).sort()).toEqual([web.anomaly.id, db.anomaly.id].sort());
  expect((await get(web.id)).timeline.at(-1)!.text).toBe(`ann merged it into "db: disk saturation" (${db.id}): one trouble`);
  expect((await get(db.id)).timeline.at(-1)!.text).toContain(`(${web.id}) into it, with cpu: one trouble`);
  const subjects = async (id: string) => (await told(id)).map((e) => `${e.subject} ${e.incident.version} ${e.incident.mergedInto ?? ''}`);
  expect(await subjects(web.id)).toEqual(['incident.opened.v1 1 ', `incident.resolved.v1 2 ${db.id}`]);
  expect(await subjects(db.id)).toEqual(['incident.opened.v1 1 ', 'incident.updated.v1 2 ']);

  await replicas.shift()!.close();
  replicas.push(await replica());
  const [more, other] = [next('web', 'memory'), next('web', 'cpu')];
  await tell('cleared', { ...web.anomaly, clearedAt: new Date().toISOString() });
  await tell('detected', more, other);
  expect(await Promise.all([web.anomaly, more, other].map(holders))).toEqual([[db.id], [db.id], [db.id]]);
  expect((await get(db.id)).incident.anomalies.find((a) => a.id === web.anomaly.id)!.clearedAt).not.toBeNull();
  // what people and remediations go on to say under the old id reaches the one that is open
  const commented = await ask.request(ActOnIncident, {
    id: web.id,
    action: { type: 'acknowledge' },
    version: 2,
    actor,
    key: `key-${++keys}`,
  });
  expect(commented.incident.id).toBe(db.id);
  await replicas[0]!
    .get(RecordRemediationStep)
    .record(aRemediation({ incidentId: web.id }), { id: 'step', subject: 'remediation.verified.v1', time: new Date() } as never);
  expect((await get(db.id)).timeline.at(-1)!.type).toBe('remediation.verified.v1');
  expect(await merge(web.id, db.id, same)).toEqual(first);
});

it('split off by whichever replica is asked: each series goes on where it is', async () => {
  const first = await seen('shop', 'cpu');
  const second = next('shop', 'lag', { severity: 'medium' });
  await tell('detected', second);
  const { incident, split: opened } = await split(first.id, [second.id], { version: 2 });
  expect([incident.anomalies.map((a) => a.id), opened.anomalies.map((a) => a.id)]).toEqual([[first.anomaly.id], [second.id]]);
  expect(opened).toMatchObject({ splitFrom: first.id, severity: 'medium', state: 'open', version: 1 });
  expect((await get(first.id)).timeline.at(-1)!.text).toBe(`ann split lag off into incident ${opened.id}: two troubles`);
  expect((await get(opened.id)).timeline[0]!.text).toContain(`ann split lag off "`);
  expect((await told(opened.id)).map((e) => e.subject)).toEqual(['incident.opened.v1']);
  const [again, more, another] = [next('shop', 'lag'), next('shop', 'cpu'), next('shop', 'memory')];
  await tell('detected', again, more, another);
  expect(await Promise.all([again, more, another].map(holders))).toEqual([[opened.id], [first.id], [first.id]]);
});

it('refuses what makes no sense, and changes nothing', async () => {
  const [one, other] = [await seen('left', 'cpu'), await seen('right', 'cpu')];
  const gone = await seen('gone', 'cpu');
  await merge(gone.id, other.id);
  const before = await database('select doc from incidents order by id');
  const cases = [
    [merge(one.id, one.id), { kind: 'invalid', code: 'merge-with-itself', field: 'into' }],
    [merge(one.id, 'none'), { kind: 'not-found', code: 'incident-not-found', field: 'into' }],
    [merge('none', one.id), { kind: 'not-found', code: 'incident-not-found' }],
    [merge(gone.id, one.id), { kind: 'conflict', code: 'incident-merged', field: 'id' }],
    [merge(one.id, gone.id), { kind: 'conflict', code: 'incident-merged', field: 'into' }],
    [merge(one.id, other.id, { version: 7 }), { kind: 'stale', code: 'incident-changed', field: 'If-Match', current: { id: one.id } }],
    [split(one.id, []), { kind: 'invalid', code: 'split-nothing', field: 'anomalies' }],
    [split(one.id, [one.anomaly.id]), { kind: 'invalid', code: 'split-all', field: 'anomalies' }],
    [split(one.id, [other.anomaly.id]), { kind: 'invalid', code: 'not-in-the-incident', field: 'anomalies[0]' }],
    [split(gone.id, [gone.anomaly.id]), { kind: 'conflict', code: 'incident-merged' }],
  ] as const;
  for (const [refused, refusal] of cases) await expect(refused).rejects.toMatchObject(refusal);
  expect(await database('select doc from incidents order by id')).toEqual(before);
});

it('does not move what is being scored just now', async () => {
  const { id } = await seen('busy', 'cpu');
  const lag = next('busy', 'lag');
  await tell('detected', lag);
  await replicas[0]!.get(DataSource).transaction(async (scoring) => {
    await scoring.query(`select pg_advisory_xact_lock(${ENTITY_LOCK})`, ['test/workload/busy']);
    await expect(split(id, [lag.id], { key: 'busy' })).rejects.toMatchObject({ kind: 'overloaded', code: 'incident-busy' });
  });
  expect((await split(id, [lag.id], { key: 'busy' })).split.anomalies).toHaveLength(1);
});

it('people and the detector at the same time: nothing waits for each other, nothing is lost', async () => {
  const found = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((entity) => seen(entity, 'cpu')));
  const anomalies = found.map((f) => f.anomaly);
  let scoring = true;
  const people = async (): Promise<void> => {
    for (let round = 0; round < 6; round++) {
      const { incidents } = await ask.request(ListIncidents, { state: 'open', limit: 50 });
      const open = incidents.filter((i) => i.entity.id.length === 1).sort((x, y) => y.anomalies.length - x.anomalies.length);
      const wishes = open.map((i, n): Promise<unknown> => {
        const others = i.anomalies.filter((a) => a.entity.id !== i.entity.id).map((a) => a.id);
        return others.length > 1 ? split(i.id, others) : merge(i.id, open[(n + 1 + round) % open.length]!.id);
      });
      // who was faster wins; the others are told so, and nobody waits until he is thrown out
      for (const { reason } of (await Promise.allSettled(wishes)).flatMap((w) => (w.status === 'rejected' ? [w] : [])))
        expect(['conflict', 'invalid', 'overloaded']).toContain((reason as { kind: string }).kind);
    }
    scoring = false;
  };
  const detector = async (): Promise<void> => {
    for (let round = 0; scoring; round++) {
      const more = ['a', 'b', 'c', 'd', 'e'].map((entity) => next(entity, `s${round % 4}`, { severity: 'medium' }));
      const ordered = round % 2 ? more : more.toReversed();
      if (anomalies.length < 45) anomalies.push(...ordered);
      if (anomalies.length < 45) await tell('detected', ...ordered);
      else await tell('grew', ...anomalies.map((a) => ({ ...a, severity: 'critical' as const })));
    }
  };
  await Promise.all([people(), detector()]);
  for (const { id } of await database<{ id: string }>('select id from anomalies')) expect(await holders({ id } as Anomaly)).toHaveLength(1);
  const merged = (await database<{ doc: Incident }>('select doc from incidents')).filter(({ doc }) => doc.mergedInto !== null);
  expect(merged.every(({ doc }) => doc.anomalies.length === 0)).toBe(true);
  expect(merged.length).toBeGreaterThan(3);
});
