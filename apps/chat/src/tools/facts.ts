import type { RequestContract, RequestInput, ResponseData, ServiceName } from '@cloudops/contracts';

export interface FactOptions {
  signal?: AbortSignal;
  /** Which service, for requests that every service answers. */
  service?: ServiceName;
}

/** Where tools read: the other services, by the read-only requests that chat may send. */
export abstract class Facts {
  /** @throws DomainError of the server, `unavailable` without one, `timeout` after the contract's deadline */
  abstract ask<C extends RequestContract & { readonly reply: 'single' }>(
    contract: C,
    data: RequestInput<C>,
    options?: FactOptions,
  ): Promise<ResponseData<C>>;
}
