import type { EventContract, EventData } from '@cloudops/contracts';
import { UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { CONTRACTS_METADATA } from '../contract-metadata.ts';
import type { EventContext } from '../contexts.ts';
import { DomainErrorFilter } from '../domain-error-filter.ts';
import { handlerParameters } from '../handler-parameters.ts';

export type EventHandler<C extends EventContract> = (data: EventData<C>, context: EventContext) => Promise<void> | void;

/**
 * Handles every event of `contracts`, each on its durable `<service>--<subject, dots as dashes>`, one after the other within a durable;
 * `context.subject` tells several apart.
 * Resolving acks; a DomainError that is not retryable goes to the dead letters at once; anything else is delivered again with
 * backoff, then goes to the dead letters. On a method of a controller or a provider.
 */
export function OnEvent<C extends EventContract>(...contracts: readonly [C, ...C[]]) {
  return <T extends EventHandler<C>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<T>): void => {
    const subjects = contracts.map((contract) => contract.subject);
    EventPattern(subjects, { contracts })(target, key, descriptor);
    handlerParameters(target, key);
    UseFilters(DomainErrorFilter)(target, key, descriptor);
    Reflect.defineMetadata(CONTRACTS_METADATA, contracts, descriptor.value as object);
  };
}
