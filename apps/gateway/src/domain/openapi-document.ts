import * as contracts from '@cloudops/contracts';
import { z } from 'zod';

/** One operation as the document needs it. */
export interface DocumentedOperation {
  readonly id: string;
  readonly method: string;
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly open: boolean;
  readonly role: string;
  readonly tag: string;
  readonly summary: string;
  readonly params?: z.ZodObject | undefined;
  readonly query?: z.ZodObject | undefined;
  readonly headers?: z.ZodObject | undefined;
  readonly body?: z.ZodType | undefined;
  readonly consumes?: string | undefined;
  readonly answer?: z.ZodType | undefined;
  readonly failure?: z.ZodType | undefined;
  readonly produces?: string | undefined;
  readonly failures?: readonly number[] | undefined;
}

type Json = Record<string, unknown>;
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly security: readonly Json[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Json; readonly securitySchemes: Json };
}
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly Json[];
  readonly parameters: readonly Json[];
  readonly requestBody?: Json;
  readonly responses: Readonly<Record<string, Json>>;
  readonly 'x-role': string;
}

/** Schemas of the contracts that become named components. */
const NAMED = [
  'Problem',
  'Incident',
  'Anomaly',
  'Cause',
  'TimelineEntry',
  'Remediation',
  'InventoryEntry',
  'Answer',
  'Evidence',
  'Band',
  'Alert',
  'OperationalChange',
  'TopologyEdge',
] as const;
const MORE = ['EntityRef', 'SeriesDescriptor', 'SeriesView', 'LogEntry', 'TargetHealth', 'VerificationCheck', 'PolicyDecision'] as const;
const TITLES: Readonly<Record<number, string>> = {
  400: 'Invalid input; `errors` names every field',
  401: 'No valid API key',
  403: 'The key may not do this',
  404: 'There is no such thing',
  409: 'It changed in the meantime',
  412: 'It is not in the state that `If-Match` names; `current` is how it is now',
  413: 'The body is too large',
  422: 'The query cannot be evaluated',
  429: 'Too many wrong keys from this address',
  503: 'A service behind this is down or busy; try again after `Retry-After`',
  504: 'A service behind this took too long',
};

/** OpenAPI 3.1 document; the schemas are those that the gateway validates with. */
export function openApiDocument(operations: readonly DocumentedOperation[], version: string): OpenApiDocument {
  const schemas = new SchemaBook();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const o of [...operations].sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))) {
    (paths[o.path.replaceAll(/:(\w+)/g, '{$1}')] ??= {})[o.method.toLowerCase()] = operation(o, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Smart CloudOps AI',
      version,
      description:
        'Finds what broke in your metrics, says why, fixes what policy allows, and proves it. Answers are enveloped, failures are problem+json.',
    },
    security: [{ bearer: [] }, { apiKey: [] }],
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
    },
  };
}

function operation(o: DocumentedOperation, schemas: SchemaBook): Operation {
  const failures = [...((o.params ?? o.query ?? o.body) ? [400] : []), ...(o.body ? [413] : []), ...(o.open ? [] : [401, 403, 429]), 503];
  const problem =
    o.failure === undefined
      ? { 'application/problem+json': { schema: schemas.of(contracts.Problem, 'output') } }
      : { 'application/json': { schema: schemas.of(o.failure, 'output') } };
  const responses = [...new Set([...failures, ...(o.failures ?? [])])]
    .sort((a, b) => a - b)
    .map((status) => [status, { description: TITLES[status] ?? 'Failure', content: problem }] as const);
  return {
    operationId: o.id,
    summary: o.summary,
    tags: [o.tag],
    ...(o.open && { security: [] }),
    parameters: [
      ...schemas.parameters(o.params, 'path'),
      ...schemas.parameters(o.query, 'query'),
      ...schemas.parameters(o.headers, 'header'),
    ],
    ...(o.body && {
      requestBody: { required: true, content: { [o.consumes ?? 'application/json']: { schema: schemas.of(o.body, 'input') } } },
    }),
    responses: { 200: success(o, schemas), ...Object.fromEntries(responses) },
    'x-role': o.open ? 'open' : o.role,
  };
}

function success(o: DocumentedOperation, schemas: SchemaBook): Json {
  if (o.produces !== undefined) {
    const schema = o.answer === undefined ? { type: 'string' } : schemas.of(o.answer, 'output');
    return { description: o.summary, content: { [o.produces]: { schema } } };
  }
  const schema = schemas.of(contracts.Envelope(o.answer ?? z.unknown()), 'output');
  return { description: o.summary, content: { 'application/json': { schema } } };
}

/** Turns zod schemas into JSON Schema and collects the named ones. */
class SchemaBook {
  readonly components: Json = {};
  private readonly names = z.registry<{ id: string }>();

  constructor() {
    for (const name of [...NAMED, ...MORE]) this.names.add(contracts[name], { id: name });
  }

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const options = io === 'output' ? { metadata: this.names } : {};
    const { $schema: _, $defs = {}, ...json } = z.toJSONSchema(schema, { ...options, io, unrepresentable: 'any' });
    const moved = JSON.parse(JSON.stringify({ json, $defs }).replaceAll('"#/$defs/', '"#/components/schemas/')) as {
      json: Json;
      $defs: Json;
    };
    for (const [name, { id: _id, $id: _$id, ...definition }] of Object.entries(moved.$defs as Record<string, Json>)) {
      this.components[name] = definition;
    }
    return moved.json;
  }

  parameters(schema: z.ZodObject | undefined, place: 'path' | 'query' | 'header'): Json[] {
    if (schema === undefined) return [];
    const { properties = {}, required = [] } = this.of(schema, 'input') as { properties?: Json; required?: string[] };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: property,
    }));
  }
}
