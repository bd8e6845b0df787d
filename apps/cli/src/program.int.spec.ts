import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aForecast, anAnomaly, anEntity, aRemediation, anIncident } from '@cloudops/testing';
import { CannedGateway, type CannedAnswers, json, problem } from './testing/canned-gateway.ts';

const aChange = {
  ...{ id: 'c1', kind: 'deployment', entity: anEntity({ kind: 'service', id: 'shop/web' }), at: '2026-01-15T12:00:00.000Z' },
  ...{ title: 'web\u001b[31m 2.1', link: null, source: 'cli' },
};

const answers: CannedAnswers = {
  'GET /status': json({
    services: { chat: { ready: false, version: null, uptimeSeconds: null, checks: {}, message: 'not running' } },
    host: { cpuPercent: 12.34, memoryPercent: null, diskPercent: 50 },
    incidents: [anIncident({ title: 'web\u001b[31m is slow' })],
    anomalies: [],
    detectors: null,
    unavailable: { detectors: 'no answer' },
  }),
  'GET /api/v1/incidents?state=open': json({ incidents: [anIncident()], cursor: null }),
  'GET /api/v1/incidents/i1': json({
    incident: anIncident(),
    timeline: [{ id: 't', at: '2026-01-15T12:00:05.000Z', type: 'x', text: 'opened' }],
  }),
  'GET /api/v1/anomalies?open=true': json({ anomalies: [anAnomaly()], cursor: null }),
  'GET /api/v1/anomalies/anomaly-1': json({
    anomaly: anAnomaly(),
    rarity: { knownSeconds: 0, times: 0, onceInSeconds: null, text: 'nothing is known\u001b of the time before' },
    samples: { state: 'arriving', since: null, text: 'samples arrive' },
    similar: [{ id: 'before', onsetAt: '2026-01-14T12:00:00.000Z', clearedAt: null, text: 'the same signal', incidentId: 'i7' }],
    links: { query: 'up', from: 0, to: 1, console: '/#/anomalies/anomaly-1', grafana: null },
  }),
  'GET /api/v1/forecasts': json({ forecasts: [aForecast()], watched: 3, learning: 1 }),
  'GET /api/v1/forecasts?limit=1': json({ forecasts: [], watched: 3, learning: 0 }),
  'GET /api/v1/incidents/none': problem(404, 'There is no incident none'),
  'GET /api/v1/remediations/r1': json({ remediation: aRemediation({ id: 'r1' }) }),
  'POST /api/v1/remediations/r1/approve': json({ remediation: aRemediation({ id: 'r1', state: 'approved', reason: 'a person said yes' }) }),
  'POST /query/stream': (response) => {
    response.setHeader('content-type', 'text/event-stream');
    const answer = {
      conversationId: 'c',
      question: 'q',
      text: 'web was restarted',
      provider: 'keyless',
      model: 'keyless',
      providerReason: '',
    };
    const evidence = [
      { id: 'e', tool: 'incidents', arguments: '{}', summary: '1 incident', at: '2026-01-15T12:00:00.000Z', link: null, chart: null },
    ];
    const done = { type: 'done', answer: { ...answer, evidence, tokens: { input: 0, output: 0 }, at: '2026-01-15T12:00:00.000Z' } };
    for (const chunk of [{ type: 'text', text: 'web was ' }, { type: 'text', text: 'restarted' }, done]) {
      response.write(`event: chunk\ndata: ${JSON.stringify(chunk)}\n\n`);
    }
    response.end();
  },
  'GET /api/v1/events': (response, visit) => {
    response.setHeader('content-type', 'text/event-stream');
    const data = JSON.stringify({ incident: anIncident({ id: `incident-${visit}` }), reason: 'x' });
    response.end(`event: incident.opened.v1\nid: ${visit}\ndata: ${data}\n\n`);
  },
  'GET /api/v1/history': json({
    ...{ series: 1306, samples: 2_000_000, bytes: 3_000_000, bytesPerSample: 1.5, journalSamples: 10, journalBytes: 65536 },
    ...{ oldest: '2026-01-01T00:00:00.000Z', newest: '2026-01-15T12:00:00.000Z', retentionDays: 15 },
    ...{ rollups: { samples: 90, bytes: 9, oldest: '2025-12-01T00:00:00.000Z', retentionDays: 90 }, shed: null },
  }),
  'POST /api/v1/changes': json({ change: aChange, recorded: true }),
  'GET /api/v1/changes?kind=service&id=shop%2Fweb': json({ changes: [aChange] }),
  'GET /api/v1/topology': json({
    edges: [
      { from: aChange.entity, to: anEntity({ id: 'db' }), relation: 'calls', source: 'config', lastSeen: '2026-01-15T12:00:00.000Z' },
    ],
  }),
  'GET /api/v1/ingest': problem(503, 'metrics-ingest does not answer'),
  'POST /api/v1/backfills': json({ backfill: aBackfill(0, 'running') }),
  'GET /api/v1/backfills': json({ backfills: [] }),
  'GET /api/v1/backfills?id=b1': (response, visit) =>
    json({ backfills: [visit === 1 ? aBackfill(0.5, 'running') : aBackfill(1, 'done')] })(response),
  'DELETE /api/v1/backfills/b1': json({ backfill: { ...aBackfill(0.5, 'cancelled'), message: 'cancelled' } }),
  'GET /api/v1/remediations': problem(401, 'This API key is not valid'),
};
function aBackfill(progress: number, state: string) {
  return {
    ...{ id: 'b1', url: 'http://prometheus:9090', match: '{job="node"}', labels: {}, maxSamplesPerSecond: 50_000, state, progress },
    ...{ from: '2026-01-01T00:00:00.000Z', to: '2026-01-15T00:00:00.000Z', reached: '2026-01-08T00:00:00.000Z', message: '' },
    ...{ samplesRead: 1000 * progress, samplesAdded: 900 * progress },
    ...{ startedAt: '2026-01-15T00:00:00.000Z', updatedAt: '2026-01-15T00:01:00.000Z' },
  };
}
const gateway = new CannedGateway(answers);
const { seen } = gateway;
const cloudops: CannedGateway['cloudops'] = (args, options) => gateway.cloudops(args, options);
beforeAll(() => gateway.start());
afterAll(() => gateway.stop());

describe('cloudops', () => {
  it('status shows what is down, and no control characters', async () => {
    const { code, out } = await cloudops(['status']);
    expect(code).toBe(0);
    expect(out).toContain('chat  NOT READY  not running');
    expect(out).toContain('CPU 12.3 %   memory not measured yet   disk 50.0 %');
    expect(out).toContain('could not read detectors: no answer');
    expect(out).not.toContain('\u001b');
    expect(seen.at(-1)!.key).toBe('Bearer the-key');
    expect(JSON.parse((await cloudops(['--json', 'status'])).out)).toMatchObject({ host: { diskPercent: 50 } });
  });

  it('incidents lists, and shows one with its causes and timeline', async () => {
    expect((await cloudops(['incidents', '--state', 'open'])).out).toMatch(/^incident-1 {2}open {2}high/);
    const { out } = await cloudops(['incidents', 'i1']);
    expect(out).toContain('1. process_cpu_seconds_total of workload web');
    expect(out).toContain('2026-01-15T12:00:05.000Z  opened');
  });

  it('anomalies explains one', async () => {
    expect((await cloudops(['anomalies', '--open'])).out).toMatch(/^anomaly-1 {2}open {2}high/);
    expect((await cloudops(['anomalies', 'anomaly-1'])).out).toMatch(
      /How rare +nothing is known\u{fffd} of[^]*Severity +high: 4.2[^]*Carried by +distance from its band \(100 %\)[^]*before {2}the same signal; part of incident i7/u,
    );
  });

  it('forecasts says what runs out, or that nothing does', async () => {
    expect((await cloudops(['forecasts'])).out).toMatch(
      /^medium {2}2026-01-15T21:00:00.000Z [^]*used up in 9 h[^]*3 quantities watched, 1 of them/,
    );
    expect((await cloudops(['forecasts', '--limit', '1'])).out).toBe('Nothing runs out within 30 days (3 quantities watched).\n');
  });

  it('changes tells of one and lists them, topology shows who depends on whom', async () => {
    expect((await cloudops(['changes', 'add', 'service/shop/web', 'web 2.1', '--kind', 'rollout', '--id', 'c1'])).out).toBe(
      'Recorded as c1.\n',
    );
    expect(seen.at(-1)!.body).toEqual({
      ...{ entity: { kind: 'service', id: 'shop/web' }, title: 'web 2.1', kind: 'rollout', id: 'c1', source: 'cli' },
    });
    expect((await cloudops(['changes', 'list', '--entity', 'service/shop/web'])).out).toMatch(
      /deployment {2}service\/shop\/web {2}web\u{fffd}\[31m 2\.1/u,
    );
    expect(await cloudops(['changes', 'list', '--entity', 'web'])).toMatchObject({ code: 2 });
    expect((await cloudops(['topology'])).out).toMatch(/^service\/shop\/web {2}calls {2}workload\/db {2}config/);
  });

  it('ask streams the answer and names the evidence', async () => {
    const { out } = await cloudops(['ask', 'what', 'happened?']);
    expect(out).toBe('web was restarted\n  [1] 1 incident (incidents)\n  answered by keyless\n');
    expect(seen.at(-1)!.body).toEqual({ query: 'what happened?' });
  });

  it('approve shows the plan, asks, and approves exactly what was shown', async () => {
    const posts = () => seen.filter((s) => s.method === 'POST' && s.path.endsWith('/approve'));
    expect(await cloudops(['approve', 'r1'], { reply: 'n' })).toMatchObject({ code: 1, complaint: 'Nothing was decided.\n' });
    expect(await cloudops(['approve', 'r1'])).toMatchObject({ code: 2, complaint: expect.stringContaining('--yes') });
    expect(posts()).toEqual([]);
    const { code, out } = await cloudops(['approve', 'r1', '--reason', 'ok'], { reply: 'y' });
    expect([code, out]).toEqual([0, expect.stringMatching(/restart workload web[^]*r1 is approved: a person said yes/)]);
    expect(posts()[0]!.body).toEqual({ actionHash: aRemediation().actionHash, reason: 'ok' });
    const quiet = await cloudops(['--json', 'approve', 'r1', '--yes']);
    expect(JSON.parse(quiet.out)).toMatchObject({ remediation: { state: 'approved' } });
  });

  it('history stats says what a sample costs', async () => {
    const { code, out } = await cloudops(['history', 'stats']);
    expect([code, out]).toEqual([0, expect.stringMatching(/Series +1306\n[^]*A sample +1\.50 bytes\n[^]*Kept for +15 days/)]);
  });

  it('doctor names what is broken and how to mend it, and fails', async () => {
    const { code, out, complaint } = await cloudops(['doctor']);
    expect([code, complaint]).toEqual([1, '2 checks failed.\n']);
    expect(out).toMatch(
      /^FAIL {2}chat: not running\n {8}Read the log of chat[^]*FAIL {2}ingest: metrics-ingest does not answer[^]*ok {4}history: 2000000/,
    );
    const machine = await cloudops(['--json', 'doctor']);
    expect(JSON.parse(machine.out).findings[0]).toMatchObject({ level: 'failure', check: 'chat' });
  });

  it('backfill shows a bar until it is done', async () => {
    const { code, out } = await cloudops([
      'backfill',
      '--from',
      'http://prometheus:9090',
      '--match',
      '{job="node"}',
      '--label',
      'cluster=a=b',
    ]);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.slice(0, 38))).toEqual([
      `[${'.'.repeat(30)}]   0 %`,
      `[${'#'.repeat(15)}${'.'.repeat(15)}]  50 %`,
      `[${'#'.repeat(30)}] 100 %`,
      '',
    ]);
    expect(seen.findLast((s) => s.method === 'POST')!.body).toEqual({
      ...{ url: 'http://prometheus:9090', match: '{job="node"}', days: 30, labels: { cluster: 'a=b' } },
    });
    expect(await cloudops(['backfill', '--cancel', 'b1'])).toMatchObject({ code: 0, out: 'b1: cancelled\n' });
    expect(await cloudops(['backfill'])).toMatchObject({ code: 0, out: expect.stringContaining('No backfills') });
    expect(await cloudops(['backfill', '--from', 'http://x'])).toMatchObject({ code: 2 });
  });

  it('watch goes on where it was after a break', async () => {
    const { code, out } = await cloudops(['watch'], { until: (text) => text.includes('incident-2') });
    expect(code).toBe(0);
    expect(out).toMatch(/incident\.opened +incident-1: .*\nconnection lost; trying again \.\.\.\nconnected again\n.*incident-2/);
    expect(seen.filter((s) => s.path === '/api/v1/events').map((s) => s.lastEventId)).toEqual([undefined, '1']);
  });

  it.each([
    [['incidents', 'none'], 5, 'There is no incident none'],
    [['remediations'], 4, 'not valid'],
    [['incidents', 'boom'], 1, 'unexpected'],
    [['nonsense'], 2, 'unknown command'],
    [['ask'], 2, 'missing required argument'],
    [['--url', 'http://127.0.0.1:1', 'status'], 3, 'does not answer'],
  ])('%j exits with %i', async (args, code, text) => {
    expect(await cloudops(args)).toMatchObject({ code, complaint: expect.stringContaining(text) });
  });

  it('help names the exit codes', async () => {
    expect(await cloudops(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes: 0 done') });
  });
});
