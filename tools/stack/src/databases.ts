import { SERVICE_NAMES, type ServiceName } from '@cloudops/contracts';
import type { StackSecrets } from './secrets.ts';

/** Connection strings of every role; owners migrate, runtime roles work, the executor has its own narrow role. */
export interface DatabaseUrls {
  readonly owner: Readonly<Record<ServiceName, string>>;
  readonly runtime: Readonly<Record<ServiceName, string>>;
  readonly executor: string;
}

export const EXECUTOR_ROLE = 'cloudops_executor';
export const schemaOf = (service: ServiceName): string => service.replaceAll('-', '_');
export const ownerRole = (service: ServiceName): string => `cloudops_${schemaOf(service)}_owner`;
export const runtimeRole = (service: ServiceName): string => `cloudops_${schemaOf(service)}`;

/** URLs of all roles on the server and database that `adminUrl` names. */
export function databaseUrls(adminUrl: string, secrets: StackSecrets): DatabaseUrls {
  const as = (role: string): string => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = secrets.password(role);
    return url.toString();
  };
  const each = (role: (service: ServiceName) => string) =>
    Object.fromEntries(SERVICE_NAMES.map((name) => [name, as(role(name))])) as Record<ServiceName, string>;
  return { owner: each(ownerRole), runtime: each(runtimeRole), executor: as(EXECUTOR_ROLE) };
}
