import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Anomaly,
  DetectorSummary,
  entityKey,
  ExplainAnomaly,
  GetIncident,
  ListAnomalies,
  ListIncidents,
  RemediationVerified,
} from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { provisionService } from '@cloudops/platform-postgres';
import { aRemediation, testService, type TestService, waitFor } from '@cloudops/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { anomaly } from './anomaly.ts';
import { AnomalyConfig } from './anomaly.config.ts';
import { play, playIngest, PlayedIngest } from './testing/played-ingest.ts';
import { WORKLOAD, workloadStory } from './testing/workload-story.ts';

const SECONDS = 160;
const FAULT_AT = 110;
const REPAIRED_AT = 135;
const start = Date.now() - SECONDS * 1000;
const ingest = new PlayedIngest(Object.values(WORKLOAD));
let servers: TestService;
let metrics: Awaited<ReturnType<typeof playIngest>>;
let gateway: NestFastifyApplication;
let remediation: NestFastifyApplication;
let app: NestFastifyApplication;
let ask: Bus;

beforeAll(async () => {
  servers = await testService({ schema: 'anomaly', provision: provisionService });
  metrics = await playIngest(servers.natsUrl, ingest);
  [gateway, remediation] = await Promise.all([play('gateway', servers.natsUrl), play('remediation', servers.natsUrl)]);
  ask = gateway.get(Bus);
  app = await createService({
    ...anomaly,
    config: AnomalyConfig.parse({
      DATABASE_URL: servers.databaseUrl,
      MIGRATION_DATABASE_URL: servers.migrationUrl,
      NATS_URL: servers.natsUrl,
      LOG_LEVEL: 'fatal',
      INCIDENT_QUIET_SECONDS: '1',
      SNAPSHOT_SECONDS: '0.2',
      GRAFANA_URL: 'http://grafana.test',
    }),
  });
}, 60_000);

afterAll(async () => {
  for (const each of [app, gateway, remediation, metrics]) await ('stop' in each ? each.stop() : each.close());
  await servers.stop();
});

const story = workloadStory(SECONDS, FAULT_AT, REPAIRED_AT);
let second = 0;
async function playUntil(end: number, lost: (second: number) => boolean = () => false): Promise<void> {
  for (; second < end; second++) {
    const batches = ingest.append(start + second * 1000, story.next().value as ReadonlyMap<string, number>);
    if (!lost(second)) for (const batch of batches) await metrics.publish(batch);
  }
}
const applied = (partition: number) =>
  app.get(DataSource).query<{ seq: string }[]>('select seq from partition_progress where partition = $1', [partition]);

/** The same anomaly long ago, in an incident that was resolved; and one of another metric. */
async function rememberYesterday(like: Anomaly): Promise<void> {
  const at = { onsetAt: '2026-01-01T00:00:00.000Z', detectedAt: '2026-01-01T00:00:05.000Z', clearedAt: '2026-01-01T00:04:00.000Z' };
  const other = { ...like.series, name: 'process_resident_memory_bytes', id: WORKLOAD.memory.id };
  const past = [
    { ...like, ...at, id: 'yesterday' },
    { ...like, ...at, id: 'other', series: other, view: { kind: 'value', series: other.id } },
  ];
  const database = app.get(DataSource);
  for (const doc of past) {
    await database.query(
      `insert into anomalies (id, entity, detected_at, cleared_at, severity_rank, sustained, doc) values ($1, $2, $3, $4, 2, true, $5)`,
      [doc.id, entityKey(doc.entity), doc.detectedAt, doc.clearedAt, JSON.stringify(doc)],
    );
  }
  await database.query(
    `insert into incidents (id, entity, state, opened_at, resolved_at, doc) values ('incident-of-yesterday', $1, 'resolved', $2, $3, $4)`,
    [entityKey(like.entity), at.detectedAt, at.clearedAt, JSON.stringify({ anomalies: [past[0]] })],
  );
}

describe('anomaly, from samples to a story', () => {
  it('learns, fills what the broker lost from the journal, and stays quiet', async () => {
    await playUntil(FAULT_AT, (s) => s > 40 && s < 60);
    await waitFor(async () => Number((await applied(0))[0]?.seq) === FAULT_AT, {
      what: 'the snapshot of the last batch',
      timeoutMs: 20_000,
    });
    expect(ingest.replays).toContainEqual({ partition: 0, fromSeq: '42' });
    expect(await ask.request(DetectorSummary, {})).toEqual({
      series: 4,
      learning: 0,
      anomalous: 0,
      tolerant: 0,
      readyByEntity: { 'test/workload/web': 4 },
    });
    expect((await ask.request(ListAnomalies, {})).anomalies).toEqual([]);
  }, 30_000);

  it('tells metrics-ingest what it needs no more', async () => {
    const sent = await app
      .get(DataSource)
      .query<{ data: { seq: string } }[]>(`select data from outbox where subject = 'samples.applied.v1'`);
    expect(sent.map((s) => s.data)).toContainEqual({ partition: 0, seq: String(FAULT_AT) });
  });

  it('finds the fault and opens one incident for it', async () => {
    await playUntil(REPAIRED_AT);
    const incident = await waitFor(async () => {
      const [found] = (await ask.request(ListIncidents, { state: 'open' })).incidents;
      return found && found.anomalies.length >= 2 ? found : undefined;
    });
    expect(incident).toMatchObject({ entity: { kind: 'workload', id: 'web' }, state: 'open' });
    expect(incident.anomalies.map((a) => a.series.name).toSorted()).toEqual([
      'http_request_duration_seconds_sum',
      'process_cpu_seconds_total',
    ]);
    const onset = start + FAULT_AT * 1000;
    for (const found of incident.anomalies) expect(Date.parse(found.onsetAt)).toBe(onset);
    expect(Date.parse(incident.openedAt) - onset).toBeLessThanOrEqual(20_000);
    expect(incident.causes[0]!.rank).toBe(1);
    expect((await ask.request(ListIncidents, {})).incidents).toHaveLength(1);
  });

  it('ignores a batch that comes twice', async () => {
    for (const partition of ingest.journal.keys()) await waitFor(async () => Number((await applied(partition))[0]?.seq) === REPAIRED_AT);
    const counted = async (metric: RegExp) => Number((await app.inject('/metrics')).body.match(metric)![1]);
    const points = /^cloudops_anomaly_points_scored_total (\d+)/m;
    const delivered = /^cloudops_bus_delivered_total\{subject="metrics\.batch\.v1"\} (\d+)/m;
    const before = { points: await counted(points), delivered: await counted(delivered) };
    const again = ingest.journal.get(0)!.at(-1)!;
    await metrics.publish({ ...again, seq: again.seq - 1n }, 1);
    await metrics.publish(again, 1);
    await waitFor(async () => (await counted(delivered)) === before.delivered + 2);
    expect(await counted(points)).toBe(before.points);
  });

  it('resolves the incident when all is well again, and tells the whole story once', async () => {
    const [{ id } = { id: '' }] = (await ask.request(ListIncidents, {})).incidents;
    await remediation
      .get(Bus)
      .publish(RemediationVerified, aRemediation({ incidentId: id, reason: 'all 5 samples are inside the band' }), { id: 'step-1' });
    await playUntil(SECONDS);
    const { incident, timeline } = await waitFor(async () => {
      const answer = await ask.request(GetIncident, { id });
      return answer.incident.state === 'resolved' && answer.timeline.some((t) => t.type === 'remediation.verified.v1') ? answer : undefined;
    });
    expect(incident.anomalies.every((a) => a.clearedAt !== null)).toBe(true);
    const types = timeline.map((t) => t.type);
    expect(types[0]).toBe('incident.opened.v1');
    expect(types.filter((t) => t === 'incident.opened.v1' || t === 'incident.resolved.v1' || t === 'remediation.verified.v1')).toHaveLength(
      3,
    );
    expect(timeline.find((t) => t.type === 'remediation.verified.v1')!.text).toContain('all 5 samples are inside the band');
    const told = await app
      .get(DataSource)
      .query<{ subject: string; count: string }[]>(
        `select subject, count(*) from outbox where subject like 'anomaly.%' group by subject order by subject`,
      );
    const { anomalies } = await ask.request(ListAnomalies, {});
    expect(told.find((t) => t.subject === 'anomaly.detected.v1')).toEqual({
      subject: 'anomaly.detected.v1',
      count: String(anomalies.length),
    });
  });

  it('pages through what it found', async () => {
    const all = (await ask.request(ListAnomalies, {})).anomalies;
    const first = await ask.request(ListAnomalies, { limit: 1 });
    const second = await ask.request(ListAnomalies, { limit: 1, cursor: first.cursor! });
    expect([...first.anomalies, ...second.anomalies]).toEqual(all.slice(0, 2));
    await expect(ask.request(ListAnomalies, { cursor: 'nonsense' })).rejects.toMatchObject({ kind: 'invalid', code: 'cursor-invalid' });
    await expect(ask.request(GetIncident, { id: 'none' })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('explains an anomaly by what came before it, and says what it cannot know', async () => {
    const { anomalies } = await ask.request(ListAnomalies, {});
    const cpu = anomalies.find((a) => a.kind === 'above' && a.series.name === 'process_cpu_seconds_total')!;
    const { anomaly, rarity, samples, similar, links } = await ask.request(ExplainAnomaly, { id: cpu.id });
    expect(anomaly).toEqual(cpu);
    expect(anomaly.severityReason).toMatch(/^(high|critical): [\d.]+ times as far/);
    expect(rarity).toMatchObject({ times: 0, onceInSeconds: null, text: expect.stringMatching(/^seen for only 10\d s/) });
    expect([samples.state, similar]).toEqual(['arriving', []]);
    expect(links).toEqual({
      query: 'rate(process_cpu_seconds_total{job="drill",instance="127.0.0.1:9999"}[5s])',
      from: Date.parse(cpu.onsetAt) - 3_600_000,
      to: Date.parse(cpu.clearedAt!),
      console: `/#/anomalies/${cpu.id}`,
      grafana: expect.stringMatching(/^http:\/\/grafana\.test\/explore\?/),
    });
    await rememberYesterday(cpu);
    expect((await ask.request(ExplainAnomaly, { id: cpu.id })).similar).toEqual([
      {
        id: 'yesterday',
        onsetAt: '2026-01-01T00:00:00.000Z',
        clearedAt: '2026-01-01T00:04:00.000Z',
        text: 'the same signal was about as far above its band for 4 min',
        incidentId: 'incident-of-yesterday',
      },
    ]);
    await expect(ask.request(ExplainAnomaly, { id: 'none' })).rejects.toMatchObject({ kind: 'not-found' });
  });
});
