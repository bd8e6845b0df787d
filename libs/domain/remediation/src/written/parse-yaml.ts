import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';

/** Every fault of one file, each with its line and field; the message is meant for the person who wrote the file. */
export class YamlFault extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'YamlFault';
  }
}

/** Characters of one file. */
const LONGEST = 1024 * 1024;
/** Enough for anchors that people write, too few for a file that unfolds into gigabytes. */
const MAX_ALIASES = 100;

/** @throws YamlFault naming `file:line`, field and reason of everything that is wrong, syntax first. */
export function parseYaml<S extends z.ZodType>(file: string, text: string, schema: S): z.output<S> {
  if (text.length > LONGEST) throw new YamlFault([`${file}: is longer than ${LONGEST} characters`]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const at = (offset: number): string => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    throw new YamlFault(document.errors.map((e) => `${at(e.pos[0])}: ${e.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? e.code}`));
  }
  const parsed = schema.safeParse(valueOf(file, document));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const message = issue.code === 'unrecognized_keys' ? 'is not a known field' : issue.message;
    return paths.map((path) => `${at(offsetOf(document, path))}: ${fieldOf(path)}: ${message}`);
  });
  throw new YamlFault(faults);
}

function valueOf(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new YamlFault([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/** Offset of the key or item that a path names, or of its closest parent that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent: unknown = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const start = startOf(parent, path[depth - 1]);
    if (start !== undefined) return start;
  }
  return (document.contents as { range?: [number] } | null)?.range?.[0] ?? 0;
}

function startOf(parent: unknown, step: PropertyKey | undefined): number | undefined {
  const items = (parent as { items?: readonly unknown[] } | null)?.items ?? [];
  const pair = items.find((i) => (i as { key?: { value?: unknown } }).key?.value === step) as { key?: unknown } | undefined;
  const node = pair?.key ?? (typeof step === 'number' ? items[step] : undefined);
  return (node as { range?: [number] } | undefined)?.range?.[0];
}

const fieldOf = (path: readonly PropertyKey[]): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`)).join('') || '(document)';

/** Reads several things that depend on nothing of each other, so that the faults of all are told at once. */
export class FaultCollector {
  readonly faults: string[] = [];

  /** What was read; `undefined` where it has faults, which are kept. @throws whatever `read` throws that is no YamlFault */
  attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof YamlFault)) throw error;
      this.faults.push(...error.faults);
      return undefined;
    }
  }
}
