import type { MetricFamily } from './catalogue/metric-families.ts';
import { declaredType } from './metric-type.ts';
import { unescapeText } from './series-text.ts';

/** `# TYPE name type`, `# HELP name any text`, `# UNIT name unit`; names that are not plain are quoted. */
const DECLARATION = /^#[ \t]+(TYPE|HELP|UNIT)[ \t]+(?:"((?:[^"\\]|\\.)*)"|([^ \t]+))[ \t]+(.*)$/;

/** What a comment line of an exposition declares of a family; undefined for any other line. */
export function exposedDeclaration(line: string): { readonly name: string; readonly family: Partial<MetricFamily> } | undefined {
  const [found, what, quoted, plain, told] = DECLARATION.exec(line) ?? [];
  if (found === undefined) return undefined;
  const name = plain ?? unescapeText(quoted!);
  if (what === 'TYPE') return { name, family: { type: declaredType(told!.split(/[ \t]/, 1)[0]!) } };
  return { name, family: what === 'HELP' ? { help: unescapeText(told!) } : { unit: told! } };
}
