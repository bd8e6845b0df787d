import { DataSource, type DataSourceOptions } from 'typeorm';
import type { ConnectionOptions } from '../postgres-options.ts';

const POOL_SIZE = 5;

/** Opens the runtime role's pool; for processes without Nest. The service itself gets its DataSource from PostgresModule. */
export const openDataSource = (options: ConnectionOptions): Promise<DataSource> => new DataSource(dataSourceOptions(options)).initialize();

export function dataSourceOptions(options: ConnectionOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    entities: options.entities ?? [],
    applicationName: options.service,
    installExtensions: false,
    poolSize: options.poolSize ?? POOL_SIZE,
    extra: {
      options: searchPath(options.schema),
      connectionTimeoutMillis: 10_000,
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
    },
  };
}

/** pg_temp last, or a temporary table could stand in for a real one. */
export const searchPath = (schema: string): string => `-c search_path=${schema},pg_temp`;
