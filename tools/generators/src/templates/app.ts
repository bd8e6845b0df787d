import { camel, pascal, snake, type ServiceSpec } from '../service-spec.ts';

/** The files of a new service that is green at once, by path inside apps/<name>. `like` is the package.json of a service to copy versions from. */
export function appFiles(service: ServiceSpec, like: { dependencies: Record<string, string> }): Record<string, string> {
  const { name } = service;
  return {
    'package.json': packageJson(name, like.dependencies),
    'jest.config.mjs': `import { preset } from '../../jest.preset.mjs';\n\nexport default preset(import.meta.url, '${name}');\n`,
    'src/main.ts': mainTs(name),
    [`src/${name}.config.ts`]: configTs(service),
    [`src/${name}.module.ts`]: moduleTs(name),
    [`src/${name}.metrics.ts`]: metricsTs(name),
    [`src/migrations/0001-${name}.ts`]: migrationTs(name),
    [`src/${name}.int.spec.ts`]: specTs(name),
  };
}

const NEEDED = [
  '@cloudops/contracts',
  '@cloudops/platform-bus',
  '@cloudops/platform-config',
  '@cloudops/platform-http',
  '@cloudops/platform-postgres',
  '@cloudops/platform-telemetry',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/microservices',
  '@nestjs/platform-fastify',
  '@nestjs/typeorm',
  '@willsoto/nestjs-prometheus',
  'fastify',
  'pg',
  'prom-client',
  'reflect-metadata',
  'rxjs',
  'typeorm',
  'zod',
];

const packageJson = (name: string, versions: Record<string, string>): string =>
  `${JSON.stringify(
    {
      name: `@cloudops/${name}`,
      version: '0.0.0',
      private: true,
      type: 'module',
      nx: { tags: ['type:app', `scope:${name}`] },
      scripts: { build: `cd ../.. && node tools/build.mjs ${name}`, test: `cd ../.. && jest --selectProjects ${name}` },
      dependencies: Object.fromEntries(NEEDED.map((dependency) => [dependency, versions[dependency] ?? '*'])),
    },
    null,
    2,
  )}\n`;

const mainTs = (name: string): string => `import { serve } from '@cloudops/platform-http';
import { ${pascal(name)}Config } from './${name}.config.ts';
import { ${pascal(name)}Module } from './${name}.module.ts';

await serve({ service: '${name}', config: ${pascal(name)}Config, module: (config) => ${pascal(name)}Module.with(config) });
`;

const configTs = ({ name }: ServiceSpec): string => `import { SERVICE_PORTS } from '@cloudops/contracts';
import { ServiceConfig } from '@cloudops/platform-config';
import type { z } from 'zod';

export const ${pascal(name)}Config = ServiceConfig.extend({
  PORT: ServiceConfig.shape.PORT.default(SERVICE_PORTS['${name}']),
});
export type ${pascal(name)}Config = z.output<typeof ${pascal(name)}Config>;
`;

const moduleTs = (name: string): string => `import { BusModule } from '@cloudops/platform-bus';
import { PostgresModule } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import type { ${pascal(name)}Config } from './${name}.config.ts';
import { ${camel(name)}MetricProviders } from './${name}.metrics.ts';
import { ${pascal(name)}1700000000001 } from './migrations/0001-${name}.ts';

/** The only wiring of this service. */
@Module({})
export class ${pascal(name)}Module {
  static with(config: ${pascal(name)}Config): DynamicModule {
    const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config;
    return {
      module: ${pascal(name)}Module,
      imports: [
        TelemetryModule.forService('${name}', { level: config.LOG_LEVEL }),
        BusModule.forRoot({ service: '${name}', url, ...(user !== undefined && { user }), ...(password !== undefined && { password }) }),
        PostgresModule.forRoot({
          service: '${name}',
          schema: '${snake(name)}',
          url: config.DATABASE_URL,
          migrationUrl: config.MIGRATION_DATABASE_URL,
          entities: [],
          migrations: [${pascal(name)}1700000000001],
        }),
      ],
      providers: [...${camel(name)}MetricProviders],
    };
  }
}
`;

const metricsTs = (name: string): string => `import { makeGaugeProvider } from '@willsoto/nestjs-prometheus';

/** What this service measures beside what every service does. */
export const ${camel(name)}MetricProviders = [
  makeGaugeProvider({
    name: 'cloudops_${snake(name)}_started_timestamp_seconds',
    help: 'Unix time at which this process was started',
    collect() {
      this.set(Math.round(performance.timeOrigin / 1000));
    },
  }),
];
`;

const migrationTs = (name: string): string => `import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first table of the service: settings by name. Tables are unqualified: the schema is on the search path. */
export class ${pascal(name)}1700000000001 implements MigrationInterface {
  name = '${pascal(name)}1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table settings (name text primary key, value jsonb not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table settings');
  }
}
`;

const specTs = (name: string): string => `import { createService } from '@cloudops/platform-http';
import { provisionService } from '@cloudops/platform-postgres';
import { testService, type TestService } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { ${pascal(name)}Config } from './${name}.config.ts';
import { ${pascal(name)}Module } from './${name}.module.ts';

describe('${name}', () => {
  let servers: TestService;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    servers = await testService({ schema: '${snake(name)}', provision: provisionService });
    const config = ${pascal(name)}Config.parse({
      DATABASE_URL: servers.databaseUrl,
      MIGRATION_DATABASE_URL: servers.migrationUrl,
      NATS_URL: servers.natsUrl,
    });
    app = await createService({ service: '${name}', config, module: (given) => ${pascal(name)}Module.with(given) });
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await servers.stop();
  });

  it('is alive, and measures itself', async () => {
    expect((await app.inject('/livez')).statusCode).toBe(200);
    expect((await app.inject('/metrics')).body).toContain('cloudops_${snake(name)}_started_timestamp_seconds');
  });

  it('has migrated its own schema', async () => {
    const rows: unknown[] = await app.get(DataSource).query('select name from settings');
    expect(rows).toEqual([]);
  });
});
`;
