import {
  DomainError,
  type RequestContract,
  type RequestData,
  type RequestInput,
  type ResponseInput,
  type ResponseData,
} from '@cloudops/contracts';
import { type FactOptions, Facts } from '../tools/facts.ts';

type Handler = (data: never, options: FactOptions) => unknown;

/** Facts as a situation has them; a request that the situation does not know finds its service unavailable. Checks both schemas. */
export class RecordedFacts extends Facts {
  readonly asked: { subject: string; data: unknown }[] = [];
  private readonly handlers = new Map<string, Handler>();

  on<C extends RequestContract & { readonly reply: 'single' }>(
    contract: C,
    handler: (data: RequestData<C>, options: FactOptions) => ResponseInput<C> | Promise<ResponseInput<C>>,
  ): this {
    if (!this.handlers.has(contract.subject)) this.contracts.push(contract);
    this.handlers.set(contract.subject, handler);
    return this;
  }

  /** Contracts that this situation answers. */
  readonly contracts: (RequestContract & { readonly reply: 'single' })[] = [];

  async ask<C extends RequestContract & { readonly reply: 'single' }>(
    contract: C,
    data: RequestInput<C>,
    options: FactOptions = {},
  ): Promise<ResponseData<C>> {
    const parsed = contract.request.parse(data);
    this.asked.push({ subject: contract.subject, data: parsed });
    const handler = this.handlers.get(contract.subject);
    if (handler === undefined) throw new DomainError('unavailable', 'no-responder', `Nobody answers ${contract.subject}`);
    return contract.response.parse(await handler(parsed as never, options)) as ResponseData<C>;
  }
}
