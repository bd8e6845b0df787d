import { REQUESTS, type RequestContract, SERVICE_NAMES, type ServiceName } from '@cloudops/contracts';

/** Replies to `user` arrive below this and nowhere else. */
export const inboxPrefix = (user: string): string => `_INBOX_${user}`;

/** Subject on which `server` answers `contract`. */
export const requestSubject = (contract: RequestContract, server: ServiceName): string =>
  contract.server === 'each' ? `${contract.subject}.${server}` : contract.subject;

/** Where `client` tells `server` to go on with a reply, or to stop. */
export const controlSubject = (server: ServiceName, client: string, id: string): string => `_CTL.${server}.${client}.${id}`;

export const serversOf = (contract: RequestContract): readonly ServiceName[] =>
  contract.server === 'each' ? SERVICE_NAMES : [contract.server];

/** Requests that `service` may send. */
export const requestsOf = (service: ServiceName): RequestContract[] => REQUESTS.filter((r) => r.clients.includes(service));

/** Requests that `service` answers. */
export const answersOf = (service: ServiceName): RequestContract[] => REQUESTS.filter((r) => serversOf(r).includes(service));
