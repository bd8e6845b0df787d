import { SERVICE_NAMES, SERVICE_PORTS } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { databaseUrls } from './databases.ts';
import { layoutOf } from './layout.ts';
import type { StackSecrets } from './secrets.ts';
import { servicePlan } from './service-plan.ts';

const secrets: StackSecrets = {
  postgresAdmin: 'postgres-admin-secret',
  killSwitchKey: 'kill-switch-secret',
  password: (name) => `secret-of-${name}`,
};

const plan = servicePlan({
  layout: layoutOf('/data'),
  secrets,
  repository: '/repo',
  ports: SERVICE_PORTS,
  databases: databaseUrls('postgres://postgres:postgres-admin-secret@127.0.0.1:5432/cloudops', secrets),
  nats: { url: 'nats://127.0.0.1:4222', credentials: (user) => ({ user, password: secrets.password(`nats-${user}`) }) },
  dataDisk: '/data/pg',
  host: {
    ...{ PATH: '/bin', OPENAI_API_KEY: 'openai-secret', AWS_SECRET_ACCESS_KEY: 'aws-secret', CHAT_PROVIDER: 'auto' },
    ...{ FALSE_ALARMS_PER_WEEK: '0.1', TOPOLOGY_FILE: '/etc/topology.yaml' },
    ...{ HISTORY: 'upstream', UPSTREAM_PROMETHEUS_BEARER: 'upstream-secret', RUNNER_SHOP_DB: 'shop-secret' },
  },
});
const envOf = (name: string): string => JSON.stringify(plan.find((spec) => spec.name === name)?.env);

describe('servicePlan', () => {
  it('runs the five services and the executor', () => {
    expect(plan.map((spec) => spec.name)).toEqual([...SERVICE_NAMES, 'executor']);
  });

  it('runs every process with flags that its Node knows', () => {
    for (const flags of new Set(plan.map(({ nodeOptions }) => nodeOptions.join(' ')))) {
      const { status, stderr } = spawnSync(process.execPath, [...flags.split(' '), '-e', '0'], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    }
  });

  it('gives nobody the admin of Postgres, nor what the launcher was started with', () => {
    for (const { name } of plan) {
      expect(envOf(name)).not.toContain('postgres-admin-secret');
      expect(envOf(name)).not.toContain('aws-secret');
    }
  });

  it('gives every process its own broker user and its own database roles only', () => {
    for (const { name } of plan) {
      const others = plan.filter((spec) => spec.name !== name).map((spec) => spec.name);
      for (const other of others) expect(envOf(name)).not.toContain(`secret-of-nats-${other}`);
    }
    expect(envOf('executor')).toContain('cloudops_executor');
    expect(envOf('remediation')).not.toContain('secret-of-cloudops_executor');
  });

  it('shows the settings of history, and the key of its upstream, to metrics-ingest alone', () => {
    expect(envOf('metrics-ingest')).toContain('"HISTORY":"upstream"');
    for (const { name } of plan) expect(envOf(name).includes('upstream-secret')).toBe(name === 'metrics-ingest');
  });

  it('shows the secrets of runners to the executor alone', () => {
    for (const { name } of plan) expect(envOf(name).includes('shop-secret')).toBe(name === 'executor');
  });

  it('passes the settings of detection on to anomaly', () => {
    expect(plan.find((spec) => spec.name === 'anomaly')?.env).toMatchObject({
      FALSE_ALARMS_PER_WEEK: '0.1',
      TOPOLOGY_FILE: '/etc/topology.yaml',
    });
  });

  it('has the disk of a Postgres of its own guarded', () => {
    expect(plan.find((spec) => spec.name === 'metrics-ingest')?.env).toMatchObject({ DISK_PATH: '/data/pg' });
  });

  it('shows model keys to chat alone', () => {
    expect(envOf('chat')).toContain('openai-secret');
    for (const { name } of plan.filter((spec) => spec.name !== 'chat')) expect(envOf(name)).not.toContain('openai-secret');
  });
});
