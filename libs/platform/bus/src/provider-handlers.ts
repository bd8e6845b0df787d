import type { EventContract, RequestContract } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { CONTRACTS_METADATA } from './contract-metadata.ts';

export interface Handler {
  readonly contract: EventContract | RequestContract;
  readonly call: (data: unknown, context: unknown) => unknown;
}

type Methods = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** Decorated methods of providers. Nest itself looks for patterns in controllers only. */
@Injectable()
export class ProviderHandlers {
  private readonly scanner = new MetadataScanner();

  constructor(private readonly discovery: DiscoveryService) {}

  find(): Handler[] {
    const instances = new Set<object>();
    for (const wrapper of this.discovery.getProviders()) {
      const instance: unknown = wrapper.isDependencyTreeStatic() ? wrapper.instance : undefined;
      if (typeof instance === 'object' && instance !== null) instances.add(instance);
    }
    return [...instances].flatMap((instance) => this.handlersOf(instance));
  }

  private handlersOf(instance: object): Handler[] {
    const prototype = Object.getPrototypeOf(instance) as Methods | null;
    if (prototype === null || prototype === Object.prototype) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const method = prototype[name];
      const contracts = method && (Reflect.getMetadata(CONTRACTS_METADATA, method) as Handler['contract'][] | undefined);
      if (!contracts) return [];
      const call = (data: unknown, context: unknown): unknown => method.call(instance, data, context);
      return contracts.map((contract) => ({ contract, call }));
    });
  }
}
