import { provisionService, type ServiceRoles, urlFor } from '@cloudops/platform-postgres';
import { type NatsServer, startNats } from './start-nats.ts';
import { type PostgresServer, startPostgres } from './start-postgres.ts';

export interface TestService {
  readonly adminUrl: string;
  /** URL of the runtime role: DATABASE_URL. */
  readonly databaseUrl: string;
  /** URL of the owner role: MIGRATION_DATABASE_URL. */
  readonly migrationUrl: string;
  readonly natsUrl: string;
  readonly postgres: PostgresServer;
  readonly nats: NatsServer;
  /** Stops the servers that it started itself. */
  stop(): Promise<void>;
}

/**
 * A provisioned schema on real servers, for integration tests: one Postgres and one NATS a test file, started here unless they are
 * given. Several services may share them.
 */
export async function testService(options: {
  schema: string;
  extraRoles?: ServiceRoles['extraRoles'];
  postgres?: PostgresServer;
  nats?: NatsServer;
}): Promise<TestService> {
  const { schema, extraRoles } = options;
  const [postgres, nats] = await Promise.all([options.postgres ?? startPostgres(), options.nats ?? startNats()]);
  const owner = { name: `${schema}_owner`, password: `${schema}-owner` };
  const runtime = { name: `${schema}_runtime`, password: `${schema}-runtime` };
  await provisionService(postgres.adminUrl, { schema, owner, runtime, extraRoles });
  return {
    adminUrl: postgres.adminUrl,
    databaseUrl: urlFor(postgres.adminUrl, runtime),
    migrationUrl: urlFor(postgres.adminUrl, owner),
    natsUrl: nats.url,
    postgres,
    nats,
    stop: async () => {
      await Promise.all([options.postgres ? undefined : postgres.stop(), options.nats ? undefined : nats.stop()]);
    },
  };
}
