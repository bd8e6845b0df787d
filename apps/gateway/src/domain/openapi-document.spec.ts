import { describe, expect, it } from '@jest/globals';
import { Incident, QueryBody } from '@cloudops/contracts';
import { z } from 'zod';
import { type DocumentedOperation, openApiDocument } from './openapi-document.ts';
import { referencePage } from './reference-page.ts';

const operation = (over: Partial<DocumentedOperation>): DocumentedOperation => ({
  ...{ id: 'getThing', method: 'GET', path: '/things/:id', open: false, role: 'viewer', tag: 'system', summary: 'A <thing>' },
  ...over,
});
const limit = z.coerce.number().int().min(1).max(200).default(20);
const document = openApiDocument(
  [
    operation({
      params: z.object({ id: z.string() }),
      query: z.object({ limit }),
      answer: z.object({ incident: Incident }),
      failures: [404],
    }),
    operation({ id: 'ask', method: 'POST', path: '/query', body: QueryBody, produces: 'text/event-stream' }),
    operation({ id: 'probe', path: '/health', open: true, role: 'open', produces: 'application/json' }),
  ],
  '1.2.3',
);

describe('openApiDocument', () => {
  it('writes parameters, limits and defaults from the schemas', () => {
    const get = document.paths['/things/{id}']!.get!;
    expect(get.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 200, default: 20 } },
    ]);
    expect(Object.keys(get.responses)).toEqual(['200', '400', '401', '403', '404', '429', '503']);
    expect(get['x-role']).toBe('viewer');
  });

  it('names the schemas of the contracts once and refers to them', () => {
    expect(JSON.stringify(document.paths['/things/{id}']!.get!.responses[200])).toContain('"#/components/schemas/Incident"');
    expect(document.components.schemas).toHaveProperty('Incident.properties.severity');
    expect(document.components.schemas).toHaveProperty('EntityRef');
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('asks for a body where there is one and for a key unless it is open', () => {
    const ask = document.paths['/query']!.post!;
    expect(ask.requestBody).toMatchObject({ required: true, content: { 'application/json': { schema: { required: ['query'] } } } });
    expect(Object.keys(ask.responses[200]!.content as object)).toEqual(['text/event-stream']);
    const probe = document.paths['/health']!.get!;
    expect([probe.security, Object.keys(probe.responses)]).toEqual([[], ['200', '503']]);
  });

  it('becomes a page with nothing of the document unescaped', () => {
    const page = referencePage(document);
    expect(page).toContain('A &lt;thing&gt;');
    expect(page).not.toContain('<thing>');
    expect(page).toContain('<code>POST /query</code>');
  });
});
