import { EVENTS, type ServiceName } from '@cloudops/contracts';
import { plannedConsumers } from './consumer-plan.ts';
import { ownedStreams, publishedSubject } from './stream-plan.ts';
import { answersOf, controlSubject, inboxPrefix, requestsOf, requestSubject, serversOf } from './subjects.ts';

export interface Permissions {
  publish: string[];
  subscribe: string[];
}

/**
 * Exactly what `service` needs, from the contracts: its events, its requests, replies to its clients' inboxes, its streams and its
 * durables. There is no `allow_responses`: a reply may only go to an inbox of a known client, or a request with a forged reply
 * subject would make the server speak for the caller.
 */
export function permissionsOf(service: ServiceName): Permissions {
  return { publish: [...new Set(published(service))], subscribe: subscribed(service) };
}

function published(service: ServiceName): string[] {
  const requests = requestsOf(service);
  return [
    ...EVENTS.filter((e) => e.publishers.includes(service)).map((e) => publishedSubject(e, service)),
    ...requests.flatMap((r) => serversOf(r).map((server) => requestSubject(r, server))),
    ...requests.flatMap((r) => serversOf(r).map((server) => controlSubject(server, service, '*'))),
    ...answersOf(service).flatMap((r) => r.clients.map((client) => `${inboxPrefix(client)}.>`)),
    ...ownedStreams(service).flatMap(({ name }) => ['CREATE', 'UPDATE', 'INFO'].map((verb) => `$JS.API.STREAM.${verb}.${name}`)),
    ...plannedConsumers(service).flatMap(({ stream, durable, filter }) => [
      `$JS.API.CONSUMER.CREATE.${stream}.${durable}.${filter}`,
      `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
      `$JS.ACK.${stream}.${durable}.>`,
    ]),
  ];
}

function subscribed(service: ServiceName): string[] {
  return [
    `${inboxPrefix(service)}.>`,
    ...answersOf(service).map((contract) => requestSubject(contract, service)),
    controlSubject(service, '*', '*'),
  ];
}
