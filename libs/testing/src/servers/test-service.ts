import { type NatsServer, startNats } from './start-nats.ts';
import { type PostgresServer, startPostgres } from './start-postgres.ts';

interface Role {
  readonly name: string;
  readonly password: string;
}

export interface TestServiceOptions {
  readonly schema: string;
  /** `provisionService`; given, not imported, so that the platform's own specs can use this too. */
  readonly provision: (adminUrl: string, service: { schema: string; owner: Role; runtime: Role }) => Promise<void>;
  /** Servers to use; by default new ones. */
  readonly postgres?: PostgresServer;
  readonly nats?: NatsServer;
}

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

/** A provisioned schema on real servers, for integration tests; several services of one test file may share the servers. */
export async function testService(options: TestServiceOptions): Promise<TestService> {
  const { schema, provision } = options;
  const [postgres, nats] = await Promise.all([options.postgres ?? startPostgres(), options.nats ?? startNats()]);
  const owner = { name: `${schema}_owner`, password: `${schema}-owner` };
  const runtime = { name: `${schema}_runtime`, password: `${schema}-runtime` };
  await provision(postgres.adminUrl, { schema, owner, runtime });
  return {
    adminUrl: postgres.adminUrl,
    databaseUrl: asRole(postgres.adminUrl, runtime),
    migrationUrl: asRole(postgres.adminUrl, owner),
    natsUrl: nats.url,
    postgres,
    nats,
    stop: async () => {
      await Promise.all([options.postgres ? undefined : postgres.stop(), options.nats ? undefined : nats.stop()]);
    },
  };
}

function asRole(adminUrl: string, { name, password }: Role): string {
  const url = new URL(adminUrl);
  url.username = name;
  url.password = password;
  return url.href;
}
