import { type Client, escapeIdentifier as id } from 'pg';
import { DataSource } from 'typeorm';
import { Platform1700000000001 } from '../migrations/0001-platform.ts';
import type { PostgresOptions } from '../postgres-options.ts';
import { grantExtraRoles } from '../provision/role-grants.ts';
import { connectWhenReady } from './connect-when-ready.ts';
import { searchPath } from './open-data-source.ts';

/**
 * Brings the schema up to date as its owner, then grants the runtime role its rights. Waits for Postgres; processes that start
 * together take turns under an advisory lock.
 */
export async function migrate(options: PostgresOptions): Promise<void> {
  const name = `${options.service} migrations`;
  const owner = await connectWhenReady(options.migrationUrl, { name, options: searchPath(options.schema) });
  try {
    await owner.query('select pg_advisory_lock(hashtextextended($1, 0))', [`cloudops migrations ${options.schema}`]);
    await runMigrations(options, name);
    await grantRuntime(owner, options, decodeURIComponent(new URL(options.url).username));
  } finally {
    await owner.end();
  }
}

async function runMigrations(options: PostgresOptions, name: string): Promise<void> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: options.migrationUrl,
    schema: options.schema,
    applicationName: name,
    installExtensions: false,
    migrations: [Platform1700000000001, ...Object.values(options.migrations ?? [])],
    migrationsTableName: 'migrations',
    poolSize: 1,
    extra: { options: searchPath(options.schema) },
  }).initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}

/** In one transaction, so that at no time the runtime role may change the audit. */
async function grantRuntime(owner: Client, { schema, readOnlyTables = [] }: PostgresOptions, runtime: string): Promise<void> {
  const [s, r] = [id(schema), id(runtime)];
  const readOnly = ['migrations', 'role_grants', ...readOnlyTables].map((table) => `${s}.${id(table)}`).join(', ');
  await owner.query(`begin;
    grant select, insert, update, delete on all tables in schema ${s} to ${r};
    grant usage, select on all sequences in schema ${s} to ${r};
    revoke update, delete, truncate on ${s}.audit from ${r};
    revoke insert, update, delete, truncate on ${readOnly} from ${r};
    commit`);
  await grantExtraRoles(owner, schema);
}
