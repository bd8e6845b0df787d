import { SERVICE_NAMES, type ServiceName } from '@cloudops/contracts';
import { permissionsOf } from './permissions.ts';

export type NatsUser = ServiceName | 'executor';

export interface NatsServerOptions {
  port: number;
  /** 127.0.0.1 unless given. */
  host?: string;
  storeDir: string;
  /** Where the server shows its own metrics; loopback only. */
  monitorPort?: number;
}

/**
 * Text of nats-server.conf: one user a service, whose permissions come from the contracts. The executor may connect and nothing
 * else: it lives on its leases in Postgres.
 * Known limit of permissions on subjects: the owner of a stream or durable can make the broker itself publish (republish, push
 * delivery). Only chat, which speaks to models, administers neither.
 */
export function natsServerConfig(users: Record<NatsUser, string>, options: NatsServerOptions): string {
  const host = options.host ?? '127.0.0.1';
  return `listen: ${quote(`${host}:${options.port}`)}
${options.monitorPort === undefined ? '' : `http: "127.0.0.1:${options.monitorPort}"\n`}max_payload: 4MB
jetstream {
  store_dir: ${quote(options.storeDir)}
  max_memory_store: 256MB
  max_file_store: 4GB
}
authorization {
  users: [
${SERVICE_NAMES.map((service) => user(service, users[service], permissionsOf(service))).join('\n')}
    { user: "executor", password: ${quote(users.executor)}, permissions: { publish: { deny: ">" }, subscribe: { deny: ">" } } }
  ]
}
`;
}

function user(name: ServiceName, password: string, { publish, subscribe }: { publish: string[]; subscribe: string[] }): string {
  return `    { user: ${quote(name)}, password: ${quote(password)}, permissions: {
      publish: { allow: [${publish.map(quote).join(', ')}] }
      subscribe: { allow: [${subscribe.map(quote).join(', ')}] }
    } }`;
}

/** Quoted, so that `$JS`, `>` and a password are text to the configuration's parser and never a variable. */
const quote = (text: string): string => JSON.stringify(text);
