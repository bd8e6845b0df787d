import { type Client, escapeIdentifier as id } from 'pg';

export type Privilege = 'select' | 'insert' | 'update' | 'delete';

/** Rights of a role beside the runtime role: tables of the schema by name. */
export type TableGrants = Readonly<Record<string, readonly Privilege[]>>;

/** Writes down what a role may do; tables may not exist yet, so migrations apply it again. */
export async function recordGrants(client: Client, schema: string, role: string, grants: TableGrants): Promise<void> {
  await client.query(`delete from ${id(schema)}.role_grants where role = $1`, [role]);
  for (const [table, privileges] of Object.entries(grants)) {
    await client.query(`insert into ${id(schema)}.role_grants (role, table_name, privileges) values ($1, $2, $3)`, [
      role,
      table,
      privileges,
    ]);
  }
}

/** Grants what was written down, for the tables that exist by now. */
export async function grantExtraRoles(client: Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ role: string; table_name: string; privileges: Privilege[] }>(
    `select role, table_name, privileges from ${id(schema)}.role_grants
     where to_regclass(format('%I.%I', $1::text, table_name)) is not null`,
    [schema],
  );
  for (const { role, table_name, privileges } of rows) {
    await client.query(`grant ${privileges.join(', ')} on ${id(schema)}.${id(table_name)} to ${id(role)}`);
  }
}
