import { Injectable, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { DocumentedOperation } from '../domain/openapi-document.ts';
import { operationOf } from './operation.ts';

/** Every operation of this process, read off its controllers. */
@Injectable()
export class DocumentedOperations {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  list(): DocumentedOperation[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, object>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => describe(metatype, name, prototype[name]!));
    });
  }
}

function describe(controller: object, id: string, handler: object): DocumentedOperation[] {
  const spec = operationOf(handler);
  if (spec === undefined) return [];
  const method = RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod];
  const { access, ...rest } = spec;
  const path = pathOf(Reflect.getMetadata('path', controller), Reflect.getMetadata('path', handler));
  return [{ ...rest, id, method, path, open: access === 'open', role: access }];
}

/** Nest writes paths with or without slashes, and `/` for none. */
function pathOf(...parts: unknown[]): string {
  const segments = parts.flatMap((part) => String(part).split('/')).filter((segment) => segment !== '');
  return `/${segments.join('/')}`;
}
