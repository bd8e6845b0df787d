import type { Pool, PoolClient, QueryConfig, QueryResultRow } from 'pg';
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
