import type { SyntaxNode } from '@lezer/common';
import { parseError } from '../query-error.ts';
import { parseDuration, parseNumber } from './duration.ts';
import { unquote } from './string-literal.ts';

/** The query and its syntax tree, with the reading that every kind of node needs. */
export class QueryText {
  constructor(readonly query: string) {}

  text(node: SyntaxNode): string {
    return this.query.slice(node.from, node.to);
  }

  string(node: SyntaxNode): string {
    const text = unquote(this.text(node));
    if (text === undefined) throw parseError(this.query, node.from, `invalid string literal ${this.text(node)}`);
    return text;
  }

  number(node: SyntaxNode): number {
    const value = parseNumber(this.text(node));
    if (value === undefined) throw parseError(this.query, node.from, `error parsing number ${this.text(node)}`);
    return value;
  }

  /** Milliseconds; a bare number counts seconds. */
  duration(node: SyntaxNode, positive: boolean): number {
    const text = this.text(node);
    const unsigned = parseDuration(text.replace(/^[+-]\s*/, ''));
    const ms = unsigned === undefined ? this.number(node) * 1000 : text.startsWith('-') ? -unsigned : unsigned;
    if (!Number.isFinite(ms) || (positive && ms <= 0)) throw parseError(this.query, node.from, 'duration must be greater than 0');
    return Math.round(ms);
  }

  /** Names between the parentheses of `by`, `on` and the like. */
  labels(node: SyntaxNode | null): string[] {
    return children(node).flatMap((child) =>
      child.name === 'LabelName' ? [this.text(child)] : child.name === 'QuotedLabelName' ? [this.string(child.firstChild!)] : [],
    );
  }
}

/** Child nodes without punctuation and comments. */
export function children(node: SyntaxNode | null): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment') found.push(child);
  }
  return found;
}
