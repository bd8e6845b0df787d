import type { InventoryEntry } from '@cloudops/contracts';

/** What an expression may say of its target: fields of the inventory, which operators wrote; nothing of telemetry. */
const VARIABLES: Readonly<Record<string, (entry: InventoryEntry) => string>> = {
  'entity.environment': ({ entity }) => entity.environment,
  'entity.kind': ({ entity }) => entity.kind,
  'entity.id': ({ entity }) => entity.id,
  'target.id': ({ id }) => id,
  'target.group': ({ group }) => group ?? '',
};

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;
/** A comment, or a quoted text with the operator in front of it that makes it a regular expression. */
const PIECE = /#[^\n]*|(=~|!~)?\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;

/** What is wrong with the variables of an expression that parses as PromQL; undefined when nothing is. */
export function variableFault(promql: string): string | undefined {
  const names = [...promql.matchAll(VARIABLE)].map(([, name]) => name!);
  const unknown = names.find((name) => !Object.hasOwn(VARIABLES, name));
  if (unknown !== undefined) return `{{ ${unknown} }} is not known; there are ${Object.keys(VARIABLES).join(', ')}`;
  // nothing can be escaped between backticks
  return names.length > 0 && promql.includes('`') ? 'variables stand in "quotes"; write the text without backticks' : undefined;
}

/**
 * The expression about one target. Variables stand inside quoted texts, since nothing else parses, and their values cannot end these:
 * they are escaped, and in the value of `=~` and `!~` they also match only themselves.
 */
export function bindExpression(promql: string, entry: InventoryEntry): string {
  return promql.replace(PIECE, (piece: string, regular: string | undefined) =>
    piece.startsWith('#')
      ? piece
      : piece.replace(VARIABLE, (_, name: string) => {
          const value = VARIABLES[name]!(entry);
          return quoted(regular === undefined ? value : value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
        }),
  );
}

/** For inside either kind of quotes. */
const quoted = (text: string): string =>
  text.replaceAll('\\', '\\\\').replace(/["'\p{Cc}]/gu, (c) => `\\u${c.codePointAt(0)!.toString(16).padStart(4, '0')}`);
