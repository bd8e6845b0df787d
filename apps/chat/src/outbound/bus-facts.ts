import type { RequestContract, RequestInput, ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { type FactOptions, Facts } from '../tools/facts.ts';

/** Asks the other services over the bus; chat's bus user may send nothing but what its contracts list. */
@Injectable()
export class BusFacts extends Facts {
  constructor(private readonly bus: Bus) {
    super();
  }

  ask<C extends RequestContract & { readonly reply: 'single' }>(
    contract: C,
    data: RequestInput<C>,
    options: FactOptions = {},
  ): Promise<ResponseData<C>> {
    return this.bus.request(contract, data, options);
  }
}
