import { nodeRuntimeOf } from '@cloudops/contracts';
import { stringify } from 'yaml';
import type { ServiceSpec } from '../service-spec.ts';

const HEADER = `# Written by \`npm run generate:service\`: the five services and what they stand on, on one machine.
#   cp .env.example .env      # then set POSTGRES_PASSWORD
#   docker compose up --build
#   docker compose exec gateway cat /run/cloudops/admin.key
`;

interface Container {
  readonly environment?: Record<string, string>;
  readonly ports?: string[];
  readonly volumes?: string[];
}

/** What one service has beside what all have. Secrets come from files that the setup container wrote. */
const OWN: Partial<Record<string, Container>> = {
  gateway: {
    environment: { ADMIN_KEY_FILE: '/run/cloudops/admin.key', WRITE_KEY_FILE: '/run/cloudops/write.key' },
    ports: ['127.0.0.1:3000:3000'],
  },
  anomaly: { environment: { GRAFANA_URL: 'http://127.0.0.1:3001' } },
  chat: {
    environment: {
      OPENAI_API_KEY: '${OPENAI_API_KEY:-}',
      OPENAI_BASE_URL: '${OPENAI_BASE_URL:-}',
      GEMINI_API_KEY: '${GEMINI_API_KEY:-}',
    },
  },
  'metrics-ingest': {
    environment: { TARGETS_FILE: '/etc/cloudops/targets.yaml' },
    ports: ['127.0.0.1:3020:3020'],
    volumes: ['./deploy/docker/config:/etc/cloudops:ro'],
  },
  remediation: {
    environment: { INVENTORY_FILE: '/etc/cloudops/inventory.yaml', KILL_SWITCH_KEY_FILE: '/run/cloudops/kill-switch.key' },
    volumes: ['./deploy/docker/config:/etc/cloudops:ro'],
  },
};

const FINISHED = { condition: 'service_completed_successfully' };
const HEALTHY = { condition: 'service_healthy' };
const STARTED = { condition: 'service_started' };
const secretsOf = (name: string): string => `${name}-secrets`;

export function composeYaml(services: readonly ServiceSpec[]): string {
  const processes = [...services.map(({ name }) => name), 'executor'];
  return (
    HEADER +
    stringify(
      {
        services: {
          postgres: postgres(),
          setup: setup(processes),
          nats: nats(),
          ...Object.fromEntries(services.map((service) => [service.name, serviceContainer(service)])),
          executor: executor(),
          prometheus: prometheus(),
          grafana: grafana(),
        },
        volumes: Object.fromEntries(
          ['postgres-data', 'setup-data', 'nats-config', 'nats-data', 'prometheus-data', 'grafana-data', 'prometheus-secrets']
            .concat(processes.map(secretsOf))
            .map((volume) => [volume, {}]),
        ),
      },
      { lineWidth: 0, aliasDuplicateObjects: false },
    )
  );
}

function serviceContainer({ name, port }: ServiceSpec): object {
  const own = OWN[name] ?? {};
  return {
    build: { context: '.', dockerfile: `deploy/docker/${name}.Dockerfile` },
    restart: 'unless-stopped',
    environment: {
      ...access(name),
      PORT: String(port),
      DATABASE_URL_FILE: '/run/cloudops/database-url',
      MIGRATION_DATABASE_URL_FILE: '/run/cloudops/migration-database-url',
      ...own.environment,
    },
    volumes: [`${secretsOf(name)}:/run/cloudops:ro`, ...(own.volumes ?? [])],
    ...(own.ports && { ports: own.ports }),
    depends_on: { setup: FINISHED, postgres: HEALTHY, nats: STARTED },
  };
}

const access = (user: string): Record<string, string> => ({
  ENVIRONMENT: '${ENVIRONMENT:-local}',
  NATS_URL: 'nats://nats:4222',
  NATS_USER: user,
  NATS_PASSWORD_FILE: '/run/cloudops/nats-password',
});

/** Remediation's second entry, in a container of its own: nothing else holds actuator keys. It works from its leases in Postgres, without NATS. */
const executor = (): object => ({
  build: { context: '.', dockerfile: 'deploy/docker/remediation.Dockerfile' },
  restart: 'unless-stopped',
  command: ['node', ...nodeRuntimeOf('executor').options, 'dist/apps/remediation/executor.js'],
  healthcheck: { disable: true },
  environment: {
    EXECUTOR_DATABASE_URL_FILE: '/run/cloudops/database-url',
    INVENTORY_FILE: '/etc/cloudops/inventory.yaml',
  },
  volumes: [`${secretsOf('executor')}:/run/cloudops:ro`, './deploy/docker/config:/etc/cloudops:ro'],
  depends_on: { remediation: HEALTHY },
});

/** Makes roles, schemas, credentials and nats-server.conf once; each service sees its own credentials alone. */
const setup = (processes: readonly string[]): object => ({
  build: { context: '.', dockerfile: 'deploy/docker/setup.Dockerfile' },
  environment: {
    ADMIN_DATABASE_URL: 'postgres://postgres:${POSTGRES_PASSWORD:?set it in .env}@postgres:5432/cloudops',
    CLOUDOPS_DIR: '/var/lib/cloudops',
    SECRETS_DIR: '/secrets',
    NATS_CONFIG_FILE: '/etc/nats/nats-server.conf',
  },
  volumes: [
    'setup-data:/var/lib/cloudops',
    'nats-config:/etc/nats',
    'prometheus-secrets:/secrets/prometheus',
    ...processes.map((name) => `${secretsOf(name)}:/secrets/${name}`),
  ],
  depends_on: { postgres: HEALTHY },
});

const postgres = (): object => ({
  image: 'postgres:18',
  restart: 'unless-stopped',
  environment: { POSTGRES_DB: 'cloudops', POSTGRES_PASSWORD: '${POSTGRES_PASSWORD:?set it in .env}' },
  volumes: ['postgres-data:/var/lib/postgresql'],
  healthcheck: { test: ['CMD', 'pg_isready', '-U', 'postgres', '-d', 'cloudops'], interval: '2s', retries: 30 },
});

const nats = (): object => ({
  image: 'nats:2.12',
  restart: 'unless-stopped',
  command: ['-c', '/etc/nats/nats-server.conf'],
  volumes: ['nats-config:/etc/nats:ro', 'nats-data:/data'],
  depends_on: { setup: FINISHED },
});

const prometheus = (): object => ({
  image: 'prom/prometheus:v3.5.0',
  restart: 'unless-stopped',
  volumes: [
    './monitoring/prometheus/prometheus.yml:/etc/prometheus/prometheus.yml:ro',
    './monitoring/prometheus/rules:/etc/prometheus/rules:ro',
    'prometheus-data:/prometheus',
    'prometheus-secrets:/run/cloudops:ro',
  ],
  ports: ['127.0.0.1:9090:9090'],
  depends_on: { setup: FINISHED },
});

const grafana = (): object => ({
  image: 'grafana/grafana:12.1.0',
  restart: 'unless-stopped',
  environment: { GF_SERVER_HTTP_PORT: '3001', GF_SECURITY_ADMIN_PASSWORD: '${GRAFANA_PASSWORD:?set it in .env}' },
  volumes: [
    './monitoring/grafana/provisioning:/etc/grafana/provisioning:ro',
    './monitoring/grafana/dashboards:/var/lib/grafana/dashboards:ro',
    'grafana-data:/var/lib/grafana',
  ],
  ports: ['127.0.0.1:3001:3001'],
});
