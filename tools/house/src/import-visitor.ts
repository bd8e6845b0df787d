import type { Rule } from 'eslint';
import type * as ESTree from 'estree';

/** Calls `visit` for every module that a file imports or re-exports, statically or by a literal import(). */
export function importVisitor(visit: (source: string, node: ESTree.Node) => void): Rule.RuleListener {
  const literal = (source: ESTree.Expression | null | undefined): void => {
    if (source?.type === 'Literal' && typeof source.value === 'string') visit(source.value, source);
  };
  return {
    ImportDeclaration: (node) => literal(node.source),
    ExportNamedDeclaration: (node) => literal(node.source),
    ExportAllDeclaration: (node) => literal(node.source),
    ImportExpression: (node) => literal(node.source),
  };
}
