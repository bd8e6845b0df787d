import type { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { parseConfig } from './parse-config.ts';

/** EX_CONFIG of sysexits.h: a supervisor can tell a wrong configuration, which no restart mends, from a crash. */
export const EXIT_CONFIG = 78;

/** parseConfig of this process's environment; prints every fault and exits with 78 when there is one. */
export function loadConfig<S extends z.ZodObject>(schema: S): z.output<S> {
  try {
    return parseConfig(schema, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}
