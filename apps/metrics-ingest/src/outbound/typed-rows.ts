import { type Pool, type PoolClient, Query, type QueryConfig, type QueryResultRow } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';

const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const BYTEA = 17;

// `pg` decodes every value of a result as UTF-8, binary ones too: bytes come as hexadecimal text, whatever one asks for
const types: QueryConfig['types'] = {
  getTypeParser: ((oid: number) => (value: string) => {
    if (oid === BYTEA) return Buffer.from(value.slice(2), 'hex');
    if (oid === INT8) return BigInt(value);
    return oid === INT4 || oid === INT2 ? Number(value) : value;
  }) as never,
};

/** Rows of a query past TypeORM's conversions: bigint as bigint, smaller integers as numbers, bytea as Buffer, all else as text. A `name` keeps the statement prepared. */
export async function typedRows<R extends QueryResultRow>(
  source: DataSource | EntityManager,
  text: string,
  values: readonly unknown[],
  name?: string,
): Promise<R[]> {
  const query = { text, values: [...values], types, name };
  const runner = 'queryRunner' in source ? source.queryRunner : undefined;
  if (runner !== undefined) return (await ((await runner.connect()) as PoolClient).query<R>(query)).rows;
  const { driver } = 'connection' in source ? source.connection : source;
  return (await (driver as unknown as { master: Pool }).master.query<R>(query)).rows;
}

/**
 * The same rows one by one, each gone once it was visited: of bodies that are looked through and not kept, hexadecimal text and bytes of
 * all of them together would be many times what they are read for. @throws what `visit` throws, after the last row.
 */
export async function eachTypedRow<R extends QueryResultRow>(
  { driver }: DataSource,
  text: string,
  values: readonly unknown[],
  visit: (row: R) => void,
): Promise<void> {
  const client = await (driver as unknown as { master: Pool }).master.connect();
  let fault: { readonly error: unknown } | undefined;
  const ended = new Promise<void>((resolve, reject) => {
    const query = new Query<R>({ text, values: [...values], types });
    query.on('row', (row) => {
      if (fault === undefined) fault = faultOf(() => visit(row)); // thrown in here it would end the process
    });
    query.on('error', reject);
    query.on('end', () => resolve());
    client.query(query);
  });
  await ended.then(
    () => client.release(),
    (error: Error) => {
      client.release(error);
      throw error;
    },
  );
  if (fault !== undefined) throw fault.error;
}

function faultOf(work: () => void): { readonly error: unknown } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return { error };
  }
}
