import { DomainError } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { valid } from './valid.ts';

const schema = z.object({ n: z.coerce.number().max(5).default(1), list: z.array(z.object({ name: z.string() })).default([]) }).strict();
const failure = (value: unknown): DomainError => {
  try {
    void valid(schema).transform(value, { type: 'body' });
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('expected a DomainError');
};

describe('valid', () => {
  it('parses, coerces and fills defaults', () => {
    expect(valid(schema).transform({ n: '3' }, { type: 'query' })).toEqual({ n: 3, list: [] });
  });

  it('names every field at fault', () => {
    const error = failure({ n: 9, list: [{ name: 1 }], extra: true });
    expect(error.kind).toBe('invalid');
    expect(error.errors?.map((e) => e.field).sort()).toEqual(['extra', 'list[0].name', 'n']);
    expect(error.message).toContain('list[0].name: ');
  });

  it('names the body when it is missing', () => {
    expect(failure(undefined).field).toBe('(body)');
  });
});
