import { EXECUTOR_GRANTS } from '@cloudops/contracts';
import { createService } from '@cloudops/platform-http';
import { provisionService, urlFor } from '@cloudops/platform-postgres';
import { testService, waitFor, type TestService } from '@cloudops/testing';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { RemediationConfig } from '../remediation.config.ts';
import { RemediationModule } from '../remediation.module.ts';
import { startChild, type Child } from './child.ts';

export const SWITCH_KEY = 'kill-switch-key-of-this-test';

const RUNBOOK = {
  id: 'restart-workload',
  title: 'Restart',
  match: { entityKind: 'workload', signals: ['saturation', 'latency', 'errors'] },
  action: { kind: 'restart-workload', timeoutSeconds: 15 },
  verify: { consecutive: 5, deadlineSeconds: 5 },
};
export const TEST_POLICY = {
  rules: [
    { id: 'web', when: { target: 'web' }, mode: 'auto', reason: 'ours', cooldownSeconds: 0 },
    { id: 'ask', when: { target: 'asked' }, mode: 'approve', reason: 'ask first', cooldownSeconds: 0 },
    { id: 'watch', when: { target: 'watched' }, mode: 'shadow', reason: 'measure first' },
    { id: 'rest', mode: 'suggest', reason: 'show only' },
  ],
  limits: { actionsPerHour: 1000, breakerFailures: 0 },
};

export interface StartedRemediation {
  readonly app: NestFastifyApplication;
  readonly servers: TestService;
  readonly folder: string;
  /** `secrets`: what its runners may be told to use. */
  startExecutor(secrets?: Record<string, string>): Child;
  startSupervisor(): Promise<Child>;
  writePolicy(policy: object): void;
  /** Pids of every time a workload really started, written by itself: an oracle outside the system. */
  starts(): number[];
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly timers?: boolean;
  /** More runbooks and targets, as they are written. */
  readonly extra?: readonly { readonly runbook: { readonly id: string }; readonly entry: object }[];
  readonly policy?: object;
}

/** The service on real Postgres and NATS; executor and supervisor are real processes that a test starts and kills. */
export async function startRemediation({
  timers = true,
  extra = [],
  policy = TEST_POLICY,
}: StartOptions = {}): Promise<StartedRemediation> {
  const executor = { name: 'remediation_executor', password: 'executor-password' };
  const servers = await testService({
    schema: 'remediation',
    provision: (url, s) => provisionService(url, { ...s, extraRoles: [{ ...executor, grants: EXECUTOR_GRANTS }] }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'cloudops-rem-'));
  const file = (name: string): string => join(folder, name);
  const write = (name: string, value: unknown): void => writeFileSync(file(name), stringify(value));
  mkdirSync(file('runbooks'));
  write('runbooks/restart.yaml', RUNBOOK);
  for (const { runbook } of extra) write(`runbooks/${runbook.id}.yaml`, runbook);
  write('policy.yaml', policy);
  write('inventory.yaml', {
    entries: [...['web', 'asked', 'shown', 'watched', 'ghost'].map((id) => entry(id, file('s.sock'))), ...extra.map((e) => e.entry)],
  });
  const log = file('starts.log');
  // slow to stop, so that there is time to kill somebody in the middle of a restart
  const script = `require('fs').appendFileSync(${JSON.stringify(log)}, process.pid + '\\n'); process.on('SIGTERM', () => setTimeout(() => process.exit(0), 400)); setInterval(() => {}, 1000)`;
  const workload = { command: [process.execPath, '-e', script] };
  write('workloads.yaml', { web: workload, asked: workload, shown: workload, watched: workload });
  const config = RemediationConfig.parse({
    PORT: '0',
    DATABASE_URL: servers.databaseUrl,
    MIGRATION_DATABASE_URL: servers.migrationUrl,
    NATS_URL: servers.natsUrl,
    LOG_LEVEL: (process.env['TEST_LOG_LEVEL'] ?? 'fatal') as 'fatal',
    RUNBOOKS_DIR: file('runbooks'),
    POLICY_FILE: file('policy.yaml'),
    INVENTORY_FILE: file('inventory.yaml'),
    KILL_SWITCH_KEY: SWITCH_KEY,
  });
  const app = await createService({ service: 'remediation', config, module: (c) => RemediationModule.with(c) });
  if (!timers) for (const name of app.get(SchedulerRegistry).getIntervals()) app.get(SchedulerRegistry).deleteInterval(name);
  const children: Child[] = [];
  const keep = (child: Child): Child => (children.push(child), child);
  const starts = (): number[] => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean).map(Number) : []);
  return {
    app,
    servers,
    folder,
    starts,
    writePolicy: (policy) => write('policy.yaml', policy),
    startExecutor: (secrets = {}) =>
      keep(
        startChild('executor', [], {
          ...secrets,
          EXECUTOR_DATABASE_URL: urlFor(servers.adminUrl, executor),
          POLICY_FILE: file('policy.yaml'),
          INVENTORY_FILE: file('inventory.yaml'),
        }),
      ),
    startSupervisor: async () => {
      const before = starts().length;
      const child = keep(
        startChild('supervisor', ['--socket', file('s.sock'), '--state', file('state'), '--workloads', file('workloads.yaml')], {}),
      );
      await waitFor(() => starts().length === before + 4, { what: `the four workloads to start: ${child.output()}` });
      return child;
    },
    stop: async () => {
      await Promise.all(children.map((c) => c.kill('SIGTERM')));
      await app.close();
      await servers.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const entry = (id: string, socket: string) => ({
  id,
  entity: { environment: 'test', kind: 'workload', id },
  trustedSources: ['scrape:web'],
  runner: { kind: 'supervisor', socket, workload: id },
});
