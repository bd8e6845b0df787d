import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApproveRemediation, IncidentOpened, ListRemediations, type Remediation } from '@cloudops/contracts';
import { anAnomaly, anEntity, anIncident, waitFor } from '@cloudops/testing';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Child } from './testing/child.ts';
import { kubeconfigFor, KubernetesServer } from './testing/kubernetes-server.ts';
import { listenLocally } from './testing/listen-locally.ts';
import { metric, playNeighbours, type Neighbours } from './testing/played-neighbours.ts';
import { startRemediation, type StartedRemediation } from './testing/start-remediation.ts';

const band = { yhat: 10, yhat_lower: 9, yhat_upper: 11 };
const approver = { id: 'ann', role: 'approver' } as const;
const verify = { consecutive: 5, deadlineSeconds: 5 };
/** A kind each, so that each runbook fits one of the targets. */
const KINDS = { 'shop-db': 'database', failover: 'service', 'shop-web': 'container' } as const;
type Target = keyof typeof KINDS;
const keys: (string | undefined)[] = [];

let started: StartedRemediation;
let neighbours: Neighbours;
let executor: Child;
let endpoint: Server;
const cluster = new KubernetesServer('token');
const folder = mkdtempSync(join(tmpdir(), 'cloudops-runners-'));
const web = cluster.put('Deployment', 'web', { replicas: 3 });

beforeAll(async () => {
  endpoint = createServer((request, response) => {
    keys.push(request.headers['idempotency-key'] as string | undefined);
    request.resume().on('end', () => response.writeHead(204).end());
  });
  const url = `${await listenLocally(endpoint)}/failover`;
  const one = (id: Target, kind: string, runner: object, rest = {}) => ({
    runbook: {
      id: kind,
      title: kind,
      match: { entityKind: KINDS[id], metrics: ['up'] },
      action: { kind, timeoutSeconds: 15, ...rest },
      verify,
    },
    entry: { id, entity: { environment: 'test', kind: KINDS[id], id }, trustedSources: ['scrape:web'], runner },
  });
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, JSON.stringify(kubeconfigFor(await cluster.listen(), 'token')));
  const workload = { kind: 'Deployment', name: 'web' };
  started = await startRemediation({
    extra: [
      one('shop-db', 'cancel-session', {
        kind: 'postgres',
        urlVariable: 'RUNNER_SHOP',
        roles: ['remediation_runtime'],
        longerThanSeconds: 1,
      }),
      one('failover', 'call-webhook', { kind: 'webhook', url }),
      one(
        'shop-web',
        'scale-workload',
        { kind: 'kubernetes', kubeconfig, namespace: 'shop', workload, replicas: { min: 1, max: 5 } },
        { by: 1 },
      ),
    ],
    policy: { rules: [{ id: 'all', mode: 'auto', reason: 'ours', cooldownSeconds: 0 }], limits: { breakerFailures: 0 } },
  });
  neighbours = await playNeighbours(started.servers.natsUrl);
  executor = started.startExecutor({ RUNNER_SHOP: started.servers.adminUrl });
}, 90_000);
afterAll(async () => {
  await neighbours.stop();
  await started.stop();
  endpoint.close();
  cluster.close();
  rmSync(folder, { recursive: true });
}, 60_000);
beforeEach(() => {
  metric.value = 10;
});

/** News of an incident on the target; its id. */
async function openedOn(id: Target): Promise<string> {
  const entity = anEntity({ id, kind: KINDS[id] });
  const anomaly = anAnomaly({ id: randomUUID(), entity, band, series: { ...anAnomaly().series, name: 'up', entity } });
  const incident = anIncident({ id: `inc-${randomUUID()}`, entity, anomalies: [anomaly] });
  await neighbours.anomaly.publish(IncidentOpened, { incident, reason: 'test' }, { id: randomUUID() });
  return incident.id;
}
const reaches = (incidentId: string, state: Remediation['state']): Promise<Remediation> =>
  waitFor(
    async () => {
      const r = (await neighbours.gateway.request(ListRemediations, { incidentId })).remediations[0];
      if (r?.state !== state) throw new Error(`${r?.state}: ${r?.reason}; executor: ${executor.output().slice(-500)}`);
      return r;
    },
    { timeoutMs: 25_000, what: `a remediation of ${incidentId} to be ${state}` },
  );
const approve = ({ id, actionHash }: Remediation) => neighbours.gateway.request(ApproveRemediation, { id, actionHash, actor: approver });

describe('a runner that is not proven on real targets', () => {
  it('cancels the query that was shown, when a person says so', async () => {
    const client = new Client({ connectionString: started.servers.databaseUrl });
    await client.connect();
    const ended = client.query('select pg_sleep(600)').catch((error: unknown) => (error as { code: string }).code);
    const checked = await reaches(await openedOn('shop-db'), 'checked');
    expect(checked.policy).toMatchObject({ mode: 'approve', reason: expect.stringContaining('experimental') });
    expect(checked.dryRun?.changes[0]?.from).toBe('select pg_sleep(600)');
    await approve(checked);
    await reaches(checked.incidentId, 'verified');
    expect(await ended).toBe('57014'); // query_canceled
    await client.end();
  }, 60_000);

  it('calls the declared endpoint once, and a fault that stays is a failure for a person', async () => {
    const checked = await reaches(await openedOn('failover'), 'checked');
    metric.value = 99;
    await approve(checked);
    expect(await reaches(checked.incidentId, 'failed')).toMatchObject({ escalated: true });
    expect(keys).toEqual([checked.id]);
  }, 60_000);
});

describe('a runner that can go back', () => {
  const written = () => cluster.writes.filter((w) => !w.dryRun).map((w) => (w.body as { spec: object }).spec);

  it('scales up, and keeps it where that helped', async () => {
    const r = await reaches(await openedOn('shop-web'), 'verified');
    expect(r).toMatchObject({ approvedBy: { id: 'policy' }, dryRun: { reversible: true, changes: [{ from: '3', to: '4' }] } });
    expect(written()).toEqual([{ replicas: 4 }]);
    cluster.touch(web, { replicas: 3 });
  }, 60_000);

  it('undoes what did not help, once, though its executor dies on the way', async () => {
    cluster.writes.splice(0);
    metric.value = 99;
    const incident = await openedOn('shop-web');
    await reaches(incident, 'verifying');
    await executor.kill('SIGKILL');
    await reaches(incident, 'rolling-back');
    executor = started.startExecutor();
    expect(await reaches(incident, 'rolled-back')).toMatchObject({ escalated: true, reason: expect.stringContaining('undone') });
    expect(written()).toEqual([{ replicas: 4 }, { replicas: 3 }]);
    expect(web.spec['replicas']).toBe(3);
  }, 60_000);
});
