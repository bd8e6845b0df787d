import { z } from 'zod';

interface JsonSchema {
  type?: string;
  description?: string;
  enum?: unknown[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/** The part of OpenAPI 3.0 that Gemini takes for function parameters; everything else it answers with 400. */
export interface GeminiSchema {
  type: string;
  description?: string;
  format?: 'enum';
  enum?: string[];
  items?: GeminiSchema;
  properties?: Record<string, GeminiSchema>;
  required?: string[];
}

/** Parameters of a tool for Gemini; `undefined` when it takes none, because an OBJECT may not be empty there. */
export function geminiParameters(schema: z.ZodObject): GeminiSchema | undefined {
  if (Object.keys(schema.shape).length === 0) return undefined;
  return convert(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema);
}

function convert(schema: JsonSchema): GeminiSchema {
  return {
    type: (schema.type ?? 'string').toUpperCase(),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(schema.enum === undefined ? {} : { format: 'enum' as const, enum: schema.enum.map(String) }),
    ...(schema.items === undefined ? {} : { items: convert(schema.items) }),
    ...(schema.properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, convert(property)])) }),
    ...(schema.required === undefined || schema.required.length === 0 ? {} : { required: schema.required }),
  };
}
