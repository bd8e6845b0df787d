import { EXECUTOR_GRANTS, SERVICE_NAMES, type ServiceName } from '@cloudops/contracts';
import type { ServiceRoles } from '@cloudops/platform-postgres';
import { EXECUTOR_ROLE, ownerRole, runtimeRole, schemaOf } from './databases.ts';
import type { StackSecrets } from './secrets.ts';

/** Schema and roles of every service, with the passwords of this installation. */
export function serviceRoles(secrets: StackSecrets): ServiceRoles[] {
  const role = (name: string) => ({ name, password: secrets.password(name) });
  return SERVICE_NAMES.map((service) => ({
    schema: schemaOf(service),
    owner: role(ownerRole(service)),
    runtime: role(runtimeRole(service)),
    extraRoles: service === 'remediation' ? [{ ...role(EXECUTOR_ROLE), grants: EXECUTOR_GRANTS }] : [],
  }));
}

/** Password of every NATS user. */
export const natsPasswords = (secrets: StackSecrets): Record<ServiceName | 'executor', string> =>
  Object.fromEntries([...SERVICE_NAMES, 'executor'].map((user) => [user, secrets.password(`nats-${user}`)])) as Record<
    ServiceName | 'executor',
    string
  >;
