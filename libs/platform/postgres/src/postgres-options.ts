import type { ServiceName } from '@cloudops/contracts';
import type { DataSourceOptions } from 'typeorm';

/** What a process needs to open its schema with its runtime role. */
export interface ConnectionOptions {
  /** Shown by the server as `application_name`. */
  readonly service: string;
  readonly schema: string;
  /** URL of the runtime role. */
  readonly url: string;
  readonly entities?: NonNullable<DataSourceOptions['entities']>;
  /** Connections at most; by default 5. */
  readonly poolSize?: number;
}

export interface PostgresOptions extends ConnectionOptions {
  readonly service: ServiceName;
  /** URL of the owner role, used at start only. */
  readonly migrationUrl: string;
  /** Where heads of the audit chain are kept, outside of the database; without it, a chain that was cut off or written anew is not noticed. */
  readonly auditAnchorFile?: string | undefined;
  /** Tables of the schema that another role writes and the service only reads. */
  readonly readOnlyTables?: readonly string[] | undefined;
  /** The service's own migrations; class names end in a 13-digit timestamp, e.g. `Journal1764000000001`. */
  readonly migrations?: NonNullable<DataSourceOptions['migrations']>;
}

/** Injection token of PostgresOptions. */
export const POSTGRES_OPTIONS = Symbol('POSTGRES_OPTIONS');
