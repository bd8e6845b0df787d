import type { RequestContract, RequestData, ResponseInput } from '@cloudops/contracts';
import { UseFilters } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { CONTRACTS_METADATA } from '../contract-metadata.ts';
import type { RequestContext } from '../contexts.ts';
import { DomainErrorFilter } from '../domain-error-filter.ts';
import { handlerParameters } from '../handler-parameters.ts';

type Reply<C extends RequestContract> = C['reply'] extends 'stream'
  ? AsyncIterable<ResponseInput<C>>
  : Promise<ResponseInput<C>> | ResponseInput<C>;

export type RequestHandler<C extends RequestContract> = (data: RequestData<C>, context: RequestContext) => Reply<C>;

/**
 * Answers `contract` in the queue group of this service; a DomainError thrown here is rethrown at the caller.
 * A stream is read no faster than the caller takes it. On a method of a controller or a provider.
 */
export function Answers<C extends RequestContract>(contract: C) {
  return <T extends RequestHandler<C>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<T>): void => {
    MessagePattern(contract.subject, { contracts: [contract] })(target, key, descriptor);
    handlerParameters(target, key);
    UseFilters(DomainErrorFilter)(target, key, descriptor);
    Reflect.defineMetadata(CONTRACTS_METADATA, [contract], descriptor.value as object);
  };
}
