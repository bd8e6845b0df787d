import { type Client, escapeIdentifier as id, escapeLiteral as text } from 'pg';
import { connectWhenReady } from '../data-source/connect-when-ready.ts';
import { grantExtraRoles, recordGrants, type TableGrants } from './role-grants.ts';

export interface Role {
  readonly name: string;
  readonly password: string;
}

export interface ServiceRoles {
  /** e.g. `metrics_ingest`. */
  readonly schema: string;
  /** Owns the schema and migrates it. */
  readonly owner: Role;
  /** What the service runs as: no DDL, and no UPDATE or DELETE on the audit. */
  readonly runtime: Role;
  /** Further processes on the same schema, each with exactly the rights it is given here. */
  readonly extraRoles?: readonly (Role & { readonly grants: TableGrants })[];
}

/**
 * Creates or updates a service's schema and roles; passwords are set anew every time. Needs a superuser, or a role with CREATEROLE
 * that may create schemas. Tables and their grants come with the migrations.
 */
export async function provisionService(adminUrl: string, service: ServiceRoles): Promise<void> {
  const admin = await connectWhenReady(adminUrl, { name: 'provision' });
  try {
    await admin.query('begin');
    // roles and the database's ACL are shared by all services: two at once would fail with "tuple concurrently updated"
    await admin.query(`select pg_advisory_xact_lock(hashtextextended('cloudops provision', 0))`);
    await provision(admin, service);
    await admin.query('commit');
  } finally {
    await admin.end(); // rolls back what was not committed
  }
}

async function provision(admin: Client, { schema, owner, runtime, extraRoles = [] }: ServiceRoles): Promise<void> {
  const { rows } = await admin.query<{ database: string; superuser: boolean }>(
    'select current_database() as database, rolsuper as superuser from pg_roles where rolname = current_user',
  );
  const { database, superuser } = rows[0]!;
  const s = id(schema);
  for (const role of [owner, runtime, ...extraRoles]) {
    await ensureRole(admin, role);
    await admin.query(`grant connect on database ${id(database)} to ${id(role.name)}`);
    await admin.query(`alter role ${id(role.name)} in database ${id(database)} set search_path = ${s}, pg_temp`);
  }
  if (!superuser) await admin.query(`grant ${id(owner.name)} to current_user`);
  await admin.query(`create schema if not exists ${s} authorization ${id(owner.name)}`);
  await admin.query(`alter schema ${s} owner to ${id(owner.name)}`);
  await admin.query(`revoke all on schema ${s} from public`);
  for (const role of [runtime, ...extraRoles]) {
    await admin.query(`revoke all on schema ${s} from ${id(role.name)}`);
    await admin.query(`grant usage on schema ${s} to ${id(role.name)}`);
  }
  await admin.query(`set local role ${id(owner.name)}`);
  await admin.query(
    `create table if not exists ${s}.role_grants (role text, table_name text, privileges text[] not null, primary key (role, table_name))`,
  );
  for (const role of extraRoles) {
    await admin.query(`revoke all on all tables in schema ${s} from ${id(role.name)}`);
    await recordGrants(admin, schema, role.name, role.grants);
  }
  await grantExtraRoles(admin, schema);
}

async function ensureRole(admin: Client, { name, password }: Role): Promise<void> {
  const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [name]);
  const rights = `login nocreatedb nocreaterole password ${text(password)}`;
  await admin.query(`${rowCount ? 'alter' : 'create'} role ${id(name)} ${rights}`);
}

/** The same server and database, as another role. */
export function urlFor(adminUrl: string, role: Role): string {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(role.name);
  url.password = encodeURIComponent(role.password);
  return url.href;
}
