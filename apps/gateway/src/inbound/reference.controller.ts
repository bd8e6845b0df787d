import { HealthChecks } from '@cloudops/platform-telemetry';
import { Controller, Get, Header } from '@nestjs/common';
import { openApiDocument, type OpenApiDocument } from '../domain/openapi-document.ts';
import { referencePage } from '../domain/reference-page.ts';
import { DocumentedOperations } from './documented-operations.ts';
import { Operation } from './operation.ts';

/** The API describes itself, from the routes that are really there. */
@Controller()
export class ReferenceController {
  private document: Promise<OpenApiDocument> | undefined;

  constructor(
    private readonly operations: DocumentedOperations,
    private readonly health: HealthChecks,
  ) {}

  @Operation({ access: 'open', tag: 'reference', summary: 'This API as an OpenAPI 3.1 document', produces: 'application/json' })
  @Get('openapi.json')
  @Header('cache-control', 'no-cache')
  describeApi(): Promise<OpenApiDocument> {
    return (this.document ??= this.build());
  }

  @Operation({ access: 'open', tag: 'reference', summary: 'This API as a page to read', produces: 'text/html' })
  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-cache')
  async readApi(): Promise<string> {
    return referencePage(await this.describeApi());
  }

  private async build(): Promise<OpenApiDocument> {
    return openApiDocument(this.operations.list(), (await this.health.report()).version);
  }
}
