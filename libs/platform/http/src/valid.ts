import { DomainError } from '@cloudops/contracts';
import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  /** zod's list of keys that a strict object does not know. */
  readonly keys?: readonly string[];
}

/** Pipe for `@Body(valid(S))`, `@Query(valid(S))` and `@Param(valid(S))`: gives the parsed value or names every field at fault. */
export const valid = <S extends z.ZodType>(schema: S): PipeTransform<unknown, z.output<S>> => ({
  transform(value) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw invalidInput(parsed.error.issues);
  },
});

/** The `invalid` failure for a list of schema issues; also for Nest's own `@Body({ schema })`. */
export function invalidInput(issues: readonly Issue[]): DomainError {
  const errors = issues.flatMap((issue) => {
    const at = pathOf(issue);
    if (!issue.keys) return [{ field: at || '(body)', message: issue.message }];
    return issue.keys.map((key) => ({ field: at ? `${at}.${key}` : key, message: 'is not a known field' }));
  });
  const detail = errors.map((e) => `${e.field}: ${e.message}`).join('; ');
  return new DomainError('invalid', 'invalid-input', detail, { field: errors[0]?.field, errors });
}

/** `timeseries[3].labels` */
function pathOf(issue: Issue): string {
  let path = '';
  for (const step of issue.path ?? []) {
    const key = typeof step === 'object' ? step.key : step;
    path += typeof key === 'number' ? `[${key}]` : `${path ? '.' : ''}${String(key)}`;
  }
  return path;
}
