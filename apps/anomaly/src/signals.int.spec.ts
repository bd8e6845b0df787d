// Long because one story is told on one stack: alerts, changes, conditions and what becomes of their incidents.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  ActOnIncident,
  AddSilence,
  AlertReceived,
  type EventInput,
  ExpireSilence,
  GetIncident,
  GetTopology,
  type Incident,
  ListAlerts,
  ListChanges,
  ListIncidents,
  ListRunbooks,
  RecordChange,
  RemediationStarted,
  type ResponseInput,
} from '@cloudops/contracts';
import { Answers, Bus } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { provisionService } from '@cloudops/platform-postgres';
import { anEntity, aRemediation, testService, type TestService, waitFor } from '@cloudops/testing';
import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { anomaly } from './anomaly.ts';
import { AnomalyConfig } from './anomaly.config.ts';
import { Topology } from './domain/topology.ts';
import { LABELS, SERVICE_GRAPH } from './domain/topology-queries.ts';
import { EvaluateConditions } from './use-cases/evaluate-conditions.ts';
import { SeeTopology } from './use-cases/see-topology.ts';
import { play, playIngest, PlayedIngest } from './testing/played-ingest.ts';
import { WORKLOAD } from './testing/workload-story.ts';

jest.setTimeout(30_000);

const ingest = new PlayedIngest(Object.values(WORKLOAD));
const web = WORKLOAD.cpu.entity;
const db = anEntity({ kind: 'service', id: 'db' });
let folder: string;
let servers: TestService;
let metrics: Awaited<ReturnType<typeof playIngest>>;
let gateway: NestFastifyApplication;
let remediation: NestFastifyApplication;
let app: NestFastifyApplication;
let ask: Bus;

const runbooks: ResponseInput<typeof ListRunbooks>['runbooks'] = [];
@Injectable()
class RunbooksPlayer {
  @Answers(ListRunbooks)
  list(): ResponseInput<typeof ListRunbooks> {
    return { runbooks };
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloudops-topology-'));
  const file = join(folder, 'topology.yaml');
  await writeFile(file, 'edges: [{from: {kind: workload, id: web}, to: {kind: database, id: orders}}]');
  servers = await testService({ schema: 'anomaly', provision: provisionService });
  metrics = await playIngest(servers.natsUrl, ingest);
  [gateway, remediation] = await Promise.all([play('gateway', servers.natsUrl), play('remediation', servers.natsUrl, RunbooksPlayer)]);
  ask = gateway.get(Bus);
  app = await createService({
    ...anomaly,
    config: AnomalyConfig.parse({
      ...{ DATABASE_URL: servers.databaseUrl, MIGRATION_DATABASE_URL: servers.migrationUrl, NATS_URL: servers.natsUrl },
      ...{ LOG_LEVEL: 'fatal', INCIDENT_QUIET_SECONDS: '1', ENVIRONMENT: 'test', TOPOLOGY_FILE: file },
    }),
  });
}, 60_000);

afterAll(async () => {
  for (const each of [app, gateway, remediation, metrics]) await ('stop' in each ? each.stop() : each.close());
  await servers.stop();
  await rm(folder, { recursive: true });
});

const started = Date.now() - 60_000;
const at = (seconds: number): string => new Date(started + seconds * 1000).toISOString();
let told = 0;
const tell = (over: Partial<EventInput<typeof AlertReceived>> = {}, id = `told-${told++}`) =>
  waitFor(() =>
    ask.publish(
      AlertReceived,
      {
        ...{ fingerprint: 'f1', state: 'firing', startsAt: at(0), endsAt: null, generatorUrl: null, source: 'alertmanager:write' },
        ...{ labels: { alertname: 'SlowAnswers', severity: 'page', job: 'drill', instance: '127.0.0.1:9999' } },
        ...{ annotations: { summary: 'answers\n\u001b[31mtake long' }, truncatedAlerts: 2, receivedAt: at(1) },
        ...over,
      },
      { id },
    ),
  );
const incidents = async (state?: 'open' | 'resolved'): Promise<Incident[]> =>
  (await ask.request(ListIncidents, { ...(state && { state }) })).incidents;
const about = async (id: string) => (await incidents('open')).find((i) => i.entity.id === id);

describe('alerts', () => {
  it('open an incident of the entity whose series carry their labels, once', async () => {
    await tell({}, 'same');
    await tell({}, 'same-again');
    const incident = await waitFor(() => about('web'));
    expect(incident).toMatchObject({ kind: 'alert', entity: web, severity: 'critical', title: 'web: SlowAnswers', version: 1 });
    const { timeline } = await ask.request(GetIncident, { id: incident.id });
    expect(timeline.map((t) => t.text)).toEqual([expect.stringContaining('take long"; its sender left out 2 more')]);
    expect(timeline[0]!.text).not.toContain('\u001b[31m');
    expect((await ask.request(ListAlerts, { firing: true })).alerts).toMatchObject([{ name: 'SlowAnswers', entity: web }]);
  });

  it('are about whom their labels name where no series does', async () => {
    await tell({ fingerprint: 'f2', labels: { alertname: 'DbDown', service: 'db', severity: 'high' }, startsAt: at(5) });
    expect(await waitFor(() => about('db'))).toMatchObject({ entity: db, title: 'db: DbDown' });
  });

  it('wake a snoozed incident when they are worse than it was', async () => {
    const queue = { alertname: 'QueueGrows', service: 'queue' };
    await tell({ fingerprint: 'q1', labels: { ...queue, severity: 'warning' } });
    const { id } = await waitFor(() => about('queue'));
    const snooze = { type: 'snooze', until: new Date(Date.now() + 3_600_000).toISOString() } as const;
    expect((await ask.request(ActOnIncident, { id, action: snooze, actor: { id: 'ann', role: 'operator' }, key: 'k' })).changed).toBe(true);
    await tell({ fingerprint: 'q2', labels: { ...queue, severity: 'critical' } });
    await waitFor(async () => (await about('queue'))!.snoozedUntil === null, { what: 'the end of the snooze' });
    expect((await ask.request(GetIncident, { id })).timeline.at(-1)!.text).toContain(
      'alert QueueGrows is critical, the incident was medium',
    );
    for (const fingerprint of ['q1', 'q2']) await tell({ fingerprint, state: 'resolved', endsAt: at(9), labels: queue });
  });
});

describe('what is known around incidents', () => {
  it('links those that depend on each other, and follows the calls to the cause', async () => {
    await app.get(Topology).see('service-graph', [{ from: web, to: db, relation: 'calls' }], new Date());
    expect((await ask.request(GetTopology, {})).edges).toContainEqual(
      expect.objectContaining({ from: web, to: db, relation: 'calls', source: 'service-graph' }),
    );
    const linked = await waitFor(async () => ((await about('web'))?.related.length ? about('web') : undefined), { timeoutMs: 15_000 });
    expect(linked.related).toMatchObject([{ entity: db, relation: 'dependency', title: 'db: DbDown' }]);
    expect(linked.causes[0]).toMatchObject({ metric: 'DbDown', entity: db, rank: 1 });
    expect(linked.causes[0]!.evidence.map((e) => e.type)).toEqual(['alert-fired', 'called-by']);
    expect(await waitFor(async () => (await about('db'))?.related[0])).toMatchObject({ entity: web, relation: 'dependent' });
  });

  it('takes a change that is told late as an argument, once', async () => {
    const change = { id: 'deploy-7', kind: 'deployment', entity: db, at: at(-30), title: 'db 2.1', link: null, source: 'github' } as const;
    expect(await ask.request(RecordChange, change)).toEqual({ change, recorded: true });
    expect(await ask.request(RecordChange, change)).toMatchObject({ recorded: false });
    const argued = await waitFor(
      async () => {
        const cause = (await about('web'))?.causes[0];
        return cause?.evidence.some((e) => e.type === 'changed') ? cause : undefined;
      },
      { timeoutMs: 15_000 },
    );
    expect(argued.reason).toContain('changed 35 s before: deployment: db 2.1');
    const { timeline } = await ask.request(GetIncident, { id: (await about('web'))!.id });
    expect(timeline[0]).toMatchObject({ type: 'change', text: 'Change (deployment) of service db: "db 2.1", says github.' });
    expect((await ask.request(ListChanges, { entity: db })).changes).toEqual([change]);
  });

  it('counts what remediation did as a change', async () => {
    await remediation.get(Bus).publish(RemediationStarted, aRemediation({ id: 'r9', target: db }), { id: 'step-9' });
    await waitFor(async () => (await ask.request(ListChanges, { entity: db })).changes.some((c) => c.id === 'remediation-r9'));
  });
});

describe('topology', () => {
  it('is what the file declares and what series show, each with its source', async () => {
    const series = (metric: Record<string, string>) => ({ metric, times: [Date.now()], values: ['1'] });
    ingest.results.set(SERVICE_GRAPH.promql, [series({ client: 'web', server: 'db' }), series({ client: 'user', server: 'web' })]);
    ingest.results.set(LABELS[0]!.promql, [series({ namespace: 'shop', pod: 'web-1', node: 'n1' })]);
    ingest.results.set(LABELS[2]!.promql, [
      series({ job: 'drill', instance: '127.0.0.1:9999' }),
      series({ job: 'other', instance: 'o:1' }),
    ]);
    await app.get(SeeTopology).ask([SERVICE_GRAPH, ...LABELS], new Date());
    const { edges } = await ask.request(GetTopology, {});
    const shown = edges.map((e) => `${e.source}: ${e.from.kind} ${e.from.id} ${e.relation} ${e.to.kind} ${e.to.id}`);
    expect(new Set(shown)).toEqual(
      new Set([
        'config: workload web calls database orders',
        'service-graph: workload web calls service db',
        'service-graph: service web calls service db',
        'labels: pod shop/web-1 runs-on host n1',
        'labels: service other consists-of target o:1',
      ]),
    );
  });
});

describe('conditions of runbooks', () => {
  const batch = anEntity({ id: 'batch', kind: 'target' });
  const QUERY = 'batch_age_seconds > 60';
  const result = (value?: string) =>
    ingest.results.set(QUERY, value === undefined ? [] : [{ metric: { instance: 'batch' }, times: [0], values: [value] }]);

  it('open one incident an entity, and end it', async () => {
    runbooks.push({
      ...{ id: 'late-batch', version: 'v1', title: 'The batch is late', actionKind: 'restart-workload', file: 'late.yaml' },
      when: { promql: QUERY, forSeconds: 30, severity: 'high', entityKind: 'target' },
    });
    const conditions = app.get(EvaluateConditions);
    const now = Date.now() - 60_000;
    result('90');
    await conditions.round(new Date(now));
    await conditions.round(new Date(now + 15_000));
    expect(await about('batch')).toBeUndefined();
    await conditions.round(new Date(now + 30_000));
    await conditions.round(new Date(now + 45_000));
    const incident = await about('batch');
    expect(incident).toMatchObject({ kind: 'condition', entity: batch, title: 'batch: late-batch', version: 1 });
    expect(incident!.alerts).toMatchObject([{ startsAt: new Date(now).toISOString(), annotations: { summary: `${QUERY} is 90` } }]);
    result();
    await conditions.round(new Date(now + 60_000));
    await waitFor(async () => (await incidents('resolved')).some((i) => i.id === incident!.id), { timeoutMs: 15_000 });
  });
});

describe('the end', () => {
  it('comes when the alert is over, and a repeated firing of the past opens nothing', async () => {
    await tell({ state: 'resolved', endsAt: at(50) });
    await tell();
    await tell({ fingerprint: 'f2', labels: { alertname: 'DbDown', service: 'db' }, state: 'resolved', startsAt: at(5), endsAt: at(51) });
    await waitFor(async () => (await incidents('open')).length === 0, { timeoutMs: 15_000 });
    expect(await incidents()).toHaveLength(4);
  });

  it('is held off while the alert flaps', async () => {
    await tell({ startsAt: at(55) });
    const incident = await waitFor(() => about('web'));
    expect(incident.alerts).toMatchObject([{ firings: 2 }]);
    await tell({ state: 'resolved', startsAt: at(55), endsAt: at(56) });
    await waitFor(async () => (await incidents('resolved')).find((i) => i.id === incident.id), { timeoutMs: 15_000 });
    const { timeline } = await ask.request(GetIncident, { id: incident.id });
    expect(timeline.at(-1)!.text).toContain('nothing stirred for 2 s');
  });
});

describe('silences', () => {
  it('keep an alert out of incidents until they end', async () => {
    const silence = { matchers: [{ label: 'entity', op: '=' as const, value: 'mail' }], comment: 'we move it', startsAt: at(-60) };
    const endsAt = new Date(Date.now() + 600_000).toISOString();
    const actor = { id: 'ann', role: 'operator' as const };
    const added = await ask.request(AddSilence, { silence: { ...silence, endsAt }, actor, key: 'quiet-mail' });
    await tell({ fingerprint: 'f3', labels: { alertname: 'MailDown', service: 'mail', severity: 'high' }, startsAt: at(58) });
    const held = await waitFor(async () => (await ask.request(ListAlerts, { firing: true })).alerts.find((a) => a.name === 'MailDown'));
    expect(held.silence).toEqual({ id: added.silence.id, reason: expect.stringContaining('we move it') });
    expect(await about('mail')).toBeUndefined();
    await ask.request(ExpireSilence, { id: added.silence.id, actor, key: 'loud-mail' });
    expect(await waitFor(() => about('mail'), { timeoutMs: 15_000 })).toMatchObject({ title: 'mail: MailDown', kind: 'alert' });
  });
});
