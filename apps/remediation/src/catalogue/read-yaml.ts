import { parseYaml, YamlFault } from '@cloudops/domain-remediation';
import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** @throws YamlFault with every fault of the file, or that it cannot be read */
export const readYaml = <S extends z.ZodType>(file: string, schema: S): z.output<S> => parseYaml(file, readText(file), schema);

/** @throws YamlFault */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new YamlFault([`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
