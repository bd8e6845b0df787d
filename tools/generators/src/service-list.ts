import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceSpec } from './service-spec.ts';

export const SERVICE_LIST = 'libs/contracts/src/service.ts';
const LIST = /(export const SERVICE_PORTS = \{\n)([\s\S]*?)(\} as const;)/;
const ENTRY = /^\s*'?([a-z0-9-]+)'?: (\d+),$/gm;

/** The services of a tree, read from the text of its contracts: the tree may be another one than that which runs. */
export function readServices(root: string): ServiceSpec[] {
  const entries = LIST.exec(readFileSync(join(root, SERVICE_LIST), 'utf8'))?.[2];
  if (entries === undefined) throw new Error(`${SERVICE_LIST} has no SERVICE_PORTS.`);
  return [...entries.matchAll(ENTRY)].map(([, name, port]) => ({ name: name ?? '', port: Number(port) }));
}

/** Text of SERVICE_LIST with one service more. */
export const withService = (text: string, { name, port }: ServiceSpec): string =>
  text.replace(
    LIST,
    (_all, head: string, entries: string, tail: string) => `${head}${entries}  ${/-/.test(name) ? `'${name}'` : name}: ${port},\n${tail}`,
  );
