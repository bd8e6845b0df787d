import type { EventContract, RequestContract, ServiceName } from '@cloudops/contracts';
import { serversOf } from './nats/subjects.ts';

/**
 * @throws Error when `service` handles what its contract does not give it: it would have no permission, and whoever reads the
 * contract would not know. A mistake of the programmer, found at start.
 */
export function assertHandles(service: ServiceName, contract: EventContract | RequestContract): void {
  const allowed = contract.type === 'event' ? contract.consumers : serversOf(contract);
  if (allowed.includes(service)) return;
  throw new Error(`${service} handles ${contract.subject}, whose contract names ${allowed.join(', ') || 'nobody'}`);
}
