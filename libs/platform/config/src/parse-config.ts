import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError, type ConfigFault } from './config-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables that `schema` names from `env`. For every NAME, NAME_FILE may hold the path of a file with the value
 * (one trailing newline is dropped), unless the schema has a variable called NAME_FILE itself. An empty variable counts as unset.
 * @throws ConfigError with every fault at once
 */
export function parseConfig<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const values: Record<string, string> = {};
  const faults: ConfigFault[] = [];
  for (const name of Object.keys(schema.shape)) {
    const read = valueOf(name, env, `${name}_FILE` in schema.shape);
    if ('problem' in read) faults.push({ variable: read.variable, problem: read.problem, example: undefined });
    else if (read.value !== undefined) values[name] = read.value;
  }
  const parsed = schema.safeParse(values);
  const unreadable = new Set(faults.map((f) => f.variable));
  for (const issue of parsed.error?.issues ?? []) {
    const variable = String(issue.path[0] ?? 'configuration');
    if (unreadable.has(variable) || unreadable.has(`${variable}_FILE`)) continue;
    const missing = variable in schema.shape && !(variable in values);
    faults.push({ variable, problem: missing ? 'is not set' : issue.message, example: exampleOf(schema.shape[variable]) });
  }
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);
  return parsed.data;
}

function valueOf(
  name: string,
  env: Environment,
  fileIsOwnVariable: boolean,
): { value: string | undefined } | { variable: string; problem: string } {
  const value = env[name] === '' ? undefined : env[name];
  const file = fileIsOwnVariable ? undefined : env[`${name}_FILE`];
  if (file === undefined || file === '') return { value };
  if (value !== undefined) return { variable: name, problem: `is set, and so is ${name}_FILE; keep one of them` };
  try {
    return { value: readFileSync(file, 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    return {
      variable: `${name}_FILE`,
      problem: `names ${file}, which cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function exampleOf(field: unknown): string | undefined {
  const example = (field as z.ZodType | undefined)?.meta()?.['example'];
  return typeof example === 'string' ? example : undefined;
}
