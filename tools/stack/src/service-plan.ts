import { nodeRuntimeOf, SERVICE_NAMES, type ServiceName } from '@cloudops/contracts';
import { join } from 'node:path';
import type { ChildSpec } from './child.ts';
import type { DatabaseUrls } from './databases.ts';
import type { Layout } from './layout.ts';
import type { StackSecrets } from './secrets.ts';

export interface NatsAccess {
  readonly url: string;
  /** Credentials of one user, or nothing when the server asks for none. */
  credentials(user: ServiceName | 'executor'): { user: string; password: string } | undefined;
}

export interface PlanInput {
  readonly layout: Layout;
  readonly secrets: StackSecrets;
  readonly repository: string;
  readonly ports: Readonly<Record<ServiceName, number>>;
  readonly databases: DatabaseUrls;
  readonly nats: NatsAccess;
  /** The folder of Postgres' data where that is on this machine. */
  readonly dataDisk: string | undefined;
  readonly host: NodeJS.ProcessEnv;
}

const PASSED_ON = ['PATH', 'HOME', 'LANG', 'TZ', 'NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'NO_PROXY', 'LOG_LEVEL'];
const INGEST_SETTINGS = /^(HISTORY|ROLLUP|UPSTREAM|DISK|HA|MAX_SERIES)(_[A-Z_]+)?$/;
const ANOMALY_SETTINGS =
  /^(GRAFANA_(URL|DATASOURCE)|FALSE_ALARMS_PER_WEEK|TOPOLOGY_FILE|ALERT_SILENT_HOURS|INCIDENT_QUIET_SECONDS|MAX_(VIEWS|ENTITIES)|(MODELS|FINDINGS)_DAYS)$/;
const CHAT_SETTINGS = /^(OPENAI|GEMINI|CHAT)_[A-Z_]+$/;

/** The processes of the stack: the five services in start order, then the executor. */
export function servicePlan(input: PlanInput): ChildSpec[] {
  const { layout, databases, repository } = input;
  const own: Partial<Record<ServiceName, NodeJS.ProcessEnv>> = {
    gateway: {
      ADMIN_KEY_FILE: layout.adminKey,
      WRITE_KEY_FILE: layout.writeKey,
      AUDIT_ANCHOR_FILE: join(layout.audit, 'gateway.anchors.jsonl'),
      CONSOLE_DIR: join(repository, 'dist/apps/console'),
    },
    chat: pick(input.host, (name) => CHAT_SETTINGS.test(name)),
    'metrics-ingest': {
      ...(input.dataDisk !== undefined && { DISK_PATH: input.dataDisk }),
      ...pick(input.host, (name) => INGEST_SETTINGS.test(name)),
      TARGETS_FILE: join(layout.config, 'targets.yaml'),
    },
    anomaly: pick(input.host, (name) => ANOMALY_SETTINGS.test(name)),
    remediation: {
      ...remediationFiles(layout, repository),
      KILL_SWITCH_KEY: input.secrets.killSwitchKey,
      AUDIT_ANCHOR_FILE: join(layout.audit, 'remediation.anchors.jsonl'),
    },
  };
  const services = SERVICE_NAMES.map((name) => ({
    name,
    entry: join(repository, 'dist/apps', name, 'main.js'),
    nodeOptions: nodeRuntimeOf(name).options,
    env: {
      ...nodeRuntimeOf(name).environment,
      ...base(input, name),
      PORT: String(input.ports[name]),
      DATABASE_URL: databases.runtime[name],
      MIGRATION_DATABASE_URL: databases.owner[name],
      ...own[name],
    },
  }));
  const executor = {
    name: 'executor',
    entry: join(repository, 'dist/apps/remediation/executor.js'),
    nodeOptions: nodeRuntimeOf('executor').options,
    env: {
      ...base(input, 'executor'),
      // what the inventory may name for its runners
      ...pick(input.host, (name) => name.startsWith('RUNNER_')),
      EXECUTOR_DATABASE_URL: databases.executor,
      ...remediationFiles(layout, repository),
    },
  };
  return [...services, executor];
}

function base(input: PlanInput, user: ServiceName | 'executor'): NodeJS.ProcessEnv {
  const nats = input.nats.credentials(user);
  return {
    ...pick(input.host, (name) => PASSED_ON.includes(name)),
    NODE_ENV: 'production',
    ENVIRONMENT: 'local',
    HOST: '127.0.0.1',
    NATS_URL: input.nats.url,
    ...(nats && { NATS_USER: nats.user, NATS_PASSWORD: nats.password }),
  };
}

const remediationFiles = (layout: Layout, repository: string): NodeJS.ProcessEnv => ({
  RUNBOOKS_DIR: join(repository, 'apps/remediation/defaults/runbooks'),
  POLICY_FILE: join(layout.config, 'policy.yaml'),
  INVENTORY_FILE: join(layout.config, 'inventory.yaml'),
});

const pick = (env: NodeJS.ProcessEnv, wanted: (name: string) => boolean): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name, value]) => value !== undefined && wanted(name)));
