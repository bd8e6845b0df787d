import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ActOnIncident,
  AddSilence,
  type Anomaly,
  DetectorSummary,
  ExpireSilence,
  GetIncident,
  GiveFeedback,
  type IncidentAction,
  ListAnomalies,
  ListFeedback,
  ListSilences,
  type NewFeedback,
  type NewSilence,
  PreviewSilence,
} from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { provisionService } from '@cloudops/platform-postgres';
import { anAnomaly, testService, type TestService, waitFor } from '@cloudops/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { anomaly } from './anomaly.ts';
import { AnomalyConfig } from './anomaly.config.ts';
import { Findings } from './domain/findings.ts';
import { Snapshots } from './domain/snapshots.ts';
import { play } from './testing/played-ingest.ts';

let servers: TestService;
let gateway: NestFastifyApplication;
let app: NestFastifyApplication;
let ask: Bus;

beforeAll(async () => {
  servers = await testService({ schema: 'anomaly', provision: provisionService });
  gateway = await play('gateway', servers.natsUrl);
  ask = gateway.get(Bus);
  app = await createService({
    ...anomaly,
    config: AnomalyConfig.parse({
      DATABASE_URL: servers.databaseUrl,
      MIGRATION_DATABASE_URL: servers.migrationUrl,
      NATS_URL: servers.natsUrl,
      LOG_LEVEL: 'fatal',
      PARTITIONS: '1',
    }),
  });
}, 60_000);
afterAll(async () => {
  for (const each of [app, gateway]) await each.close();
  await servers.stop();
});

let made = 0;
/** A severe anomaly of an entity of its own, as the detector records it. */
async function observe(over: Partial<Anomaly> = {}): Promise<Anomaly> {
  made++;
  const entity = { environment: 'test', kind: 'workload', id: `web-${made}` } as const;
  const now = new Date().toISOString();
  const found = anAnomaly({ id: `anomaly-${made}`, entity, onsetAt: now, detectedAt: now, ...over });
  const transition = { type: 'detected', cause: 'left-band', sustained: true, at: Date.now() } as const;
  const { value, band, anomaly_score: score, severity } = found;
  await app
    .get(Findings)
    .record([
      { anomaly: found, transition: { ...transition, kind: 'above', onset: Date.parse(found.onsetAt), value, band, score, severity } },
    ]);
  return found;
}
const database = <T>(sql: string, values: unknown[] = []): Promise<T[]> => app.get(DataSource).query<T[]>(sql, values);
const incidentOf = async (found: Anomaly): Promise<string> =>
  (await database<{ id: string }>('select id from incidents where doc @> $1', [JSON.stringify({ anomalies: [{ id: found.id }] })]))[0]!.id;
const actor = { id: 'ann', role: 'operator' } as const;
let keys = 0;
const act = (id: string, action: IncidentAction, more: { version?: number; key?: string } = {}) =>
  ask.request(ActOnIncident, { id, action, actor, key: `key-${++keys}`, ...more });
const updates = (id: string) =>
  database<{ subject: string; data: { incident: { version: number } } }>(
    `select subject, data from outbox where subject like 'incident.%' and data -> 'incident' ->> 'id' = $1 order by position`,
    [id],
  );

describe('people at an incident', () => {
  let id: string;
  beforeEach(async () => {
    id = await incidentOf(await observe());
  });

  it('each step is in the timeline and told to others, under the next version', async () => {
    await act(id, { type: 'acknowledge' });
    await act(id, { type: 'hand-over', to: 'night shift', note: 'the disk fills' });
    const { incident, changed } = await act(id, { type: 'comment', text: 'on it' });
    expect([incident.version, incident.assignee, changed]).toEqual([4, 'night shift', true]);
    const { timeline } = await ask.request(GetIncident, { id });
    expect(timeline.slice(1).map((entry) => entry.text)).toEqual([
      'ann acknowledged it.',
      'ann handed it over to night shift: the disk fills',
      'ann: on it',
    ]);
    expect((await updates(id)).map(({ subject, data }) => [subject, data.incident.version])).toEqual([
      ['incident.opened.v1', 1],
      ['incident.updated.v1', 2],
      ['incident.updated.v1', 3],
      ['incident.updated.v1', 4],
    ]);
  });

  it('the same key changes nothing twice, also at the same time; another request under it is refused', async () => {
    const same = { key: `once-${id}`, version: 1 };
    const [first, ...repeats] = await Promise.all([1, 2, 3].map(() => act(id, { type: 'comment', text: 'once' }, same)));
    for (const repeat of repeats) expect(repeat).toEqual(first);
    expect((await ask.request(GetIncident, { id })).timeline).toHaveLength(2);
    await expect(act(id, { type: 'comment', text: 'twice' }, same)).rejects.toMatchObject({
      ...{ kind: 'conflict', code: 'idempotency-key-reused', field: 'Idempotency-Key' },
    });
  });

  it('who decided on an old version is shown the new one', async () => {
    await act(id, { type: 'assign', to: 'bob' }, { version: 1 });
    await expect(act(id, { type: 'assign', to: 'eve' }, { version: 1 })).rejects.toMatchObject({
      ...{ kind: 'stale', code: 'incident-changed', current: { id, version: 2, assignee: 'bob' } },
    });
    await expect(act('none', { type: 'acknowledge' })).rejects.toMatchObject({ kind: 'not-found' });
    expect((await ask.request(GetIncident, { id })).incident.assignee).toBe('bob');
  });

  it('a snooze ends by itself', async () => {
    await act(id, { type: 'snooze', until: new Date(Date.now() + 300).toISOString() });
    const { timeline } = await waitFor(async () => {
      const answer = await ask.request(GetIncident, { id });
      return answer.incident.snoozedUntil === null && answer;
    });
    expect(timeline.at(-1)!.text).toContain('The snooze is over');
  });
});

describe('silences', () => {
  const silenceOf = (entity: string, over: Partial<NewSilence> = {}): NewSilence => ({
    matchers: [{ label: 'entity', op: '=', value: entity }],
    ...{ endsAt: new Date(Date.now() + 3_600_000).toISOString(), weekly: null, comment: 'we deploy', ...over },
  });
  const add = (silence: NewSilence, key = `key-${++keys}`) => ask.request(AddSilence, { silence, actor, key });
  const found = async (id: string) => (await ask.request(ListAnomalies, {})).anomalies.find((a) => a.id === id)!;

  it('record what matches and keep it out of incidents until they end', async () => {
    const { silence } = await add(silenceOf(`web-${made + 1}`));
    expect(silence).toMatchObject({ state: 'active', createdBy: 'ann' });
    const quiet = await observe();
    expect((await found(quiet.id)).silence).toEqual({ id: silence.id, reason: expect.stringContaining('we deploy') });
    expect(await database('select 1 from incidents where doc @> $1', [JSON.stringify({ anomalies: [{ id: quiet.id }] })])).toEqual([]);
    await incidentOf(await observe()); // another entity is heard

    const expired = await ask.request(ExpireSilence, { id: silence.id, actor, key: `key-${++keys}` });
    expect(expired.silence).toMatchObject({ state: 'expired', expiredBy: 'ann' });
    await waitFor(() => incidentOf(quiet).catch(() => undefined), { what: 'the incident that the silence kept from opening' });
    expect((await found(quiet.id)).silence).toBeUndefined();
    expect(await ask.request(ExpireSilence, { id: silence.id, actor, key: `key-${++keys}` })).toEqual(expired);
  });

  it('are added once a key, and show what they would have hidden', async () => {
    const target = `web-${made + 1}`;
    const id = await incidentOf(await observe());
    const wish = silenceOf(target);
    const [first, second] = await Promise.all([add(wish, 'same'), add(wish, 'same')]);
    expect(second).toEqual(first);
    expect(first.preview.incidents).toMatchObject({ hidden: 1, newest: [{ id, effect: 'hidden' }] });
    const all = await ask.request(PreviewSilence, { silence: silenceOf('.*', { matchers: [{ label: 'entity', op: '=~', value: '.*' }] }) });
    expect(all.preview.warnings).toHaveLength(3);
    expect((await ask.request(ListSilences, { state: 'active' })).silences.filter((s) => s.matchers[0]!.value === target)).toHaveLength(1);
    await expect(add(silenceOf('x', { endsAt: null }))).rejects.toMatchObject({ kind: 'invalid', field: 'endsAt' });
  });
});

describe('feedback', () => {
  const window = { weekdays: ['mon' as const], from: '06:00', to: '07:00', timeZone: 'Europe/Berlin' };
  const give = (anomalyId: string, feedback: Partial<NewFeedback>) =>
    ask.request(GiveFeedback, {
      ...{ anomalyId, actor, key: `key-${++keys}` },
      feedback: { verdict: 'not-an-anomaly', window: null, note: '', ...feedback },
    });

  it('is kept, shown on the anomaly and in the timeline, and taken into scoring', async () => {
    const found = await observe();
    const id = await incidentOf(found);
    const { feedback } = await give(found.id, {});
    expect(feedback).toMatchObject({ by: 'ann', viewKey: 'rate:00000000000000a1', tolerance: { above: expect.closeTo(0.99), below: 0 } });
    const again = await give(found.id, {});
    expect(again.feedback).toEqual(feedback);
    const { incident, timeline } = await ask.request(GetIncident, { id });
    expect(incident.anomalies[0]!.feedback).toMatchObject({ verdict: 'not-an-anomaly', by: 'ann' });
    expect(timeline.map((t) => t.text).filter((text) => text.includes('is not an anomaly'))).toHaveLength(1);
    await waitFor(async () => (await ask.request(DetectorSummary, {})).tolerant === 1, { what: 'the view that tolerates more' });

    const expected = await give(found.id, { verdict: 'expected', window });
    const about = async () => (await ask.request(ListFeedback, {})).feedback.filter((f) => f.anomalyId === found.id);
    expect(await about()).toEqual([expected.feedback]);
    const { tolerances } = await app.get(Snapshots).load();
    expect(tolerances.get('rate:00000000000000a1')).toEqual([
      {
        tolerance: feedback.tolerance,
        window: null,
        after: Date.parse(feedback.effectiveAt),
        until: Date.parse(expected.feedback.effectiveAt),
      },
      { tolerance: feedback.tolerance, window, after: Date.parse(expected.feedback.effectiveAt), until: Infinity },
    ]);
    await give(found.id, { verdict: 'right' });
    expect((await about()).map((f) => f.verdict)).toEqual(['right']);
    await expect(give(found.id, { window })).rejects.toMatchObject({ kind: 'invalid', field: 'window' });
    await expect(give('none', {})).rejects.toMatchObject({ kind: 'not-found' });
  });
});
